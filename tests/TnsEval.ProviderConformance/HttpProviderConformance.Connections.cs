using System.Diagnostics;

using TnsEval.Abstractions;

namespace TnsEval.ProviderConformance;

/// <content>Connections that are slow, break or hang, and the key that goes over them.</content>
public abstract partial class HttpProviderConformance
{
    private const int Tries = 10;

    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Stalled = TimeSpan.FromMilliseconds(500);

    /// <summary>Chunks end anywhere, within a character too.</summary>
    [ConformanceCase]
    public async Task A_body_that_comes_in_pieces_is_put_together()
    {
        const string Text = "piece by piece: 🧩 čeština 祈り";
        await using var bench = Open(Dialect.Answer(Text, InputTokens, OutputTokens), Delivery.InPieces);

        Assert.Equal(Text, (await bench.AskAsync(About("question"))).Text);
    }

    /// <summary>The same call may work later.</summary>
    [ConformanceCase]
    public Task A_connection_lost_before_the_answer_is_transient() => BreaksAsync(Delivery.BreaksBeforeHeaders);

    /// <summary>The same call may work later.</summary>
    [ConformanceCase]
    public Task A_connection_lost_within_the_answer_is_transient() => BreaksAsync(Delivery.BreaksInBody);

    /// <summary>The server is not up, or the address is wrong.</summary>
    [ConformanceCase]
    public async Task A_connection_refused_is_transient_or_a_fault_of_settings()
    {
        await using var bench = Open(AnAnswer);
        await bench.Server.DisposeAsync();

        ShouldBe(await ReactionAsync(bench, reachesServer: false), ProviderFaultKind.Transient, ProviderFaultKind.Settings);
    }

    /// <summary>A key is never sent to a server that cannot show who it is.</summary>
    [ConformanceCase]
    public async Task A_failed_TLS_handshake_is_a_fault()
    {
        await using var server = new StubServer(_ => new ScriptedReply(AnAnswer));
        var secure = new UriBuilder(server.Address) { Scheme = Uri.UriSchemeHttps }.Uri;
        await using var bench = new Bench(CreateProvider(), Settings(VariablesFor(secure, Canary.Key)), server);

        ShouldBe(
            await ReactionAsync(bench, reachesServer: false), ProviderFaultKind.Transient, ProviderFaultKind.Settings, ProviderFaultKind.Permanent);
    }

    /// <summary>Ctrl-C and time-outs are not waited for.</summary>
    [ConformanceCase]
    public Task A_server_that_hangs_before_its_answer_is_left_at_once() => CancelsPromptlyAsync(Delivery.HangsBeforeHeaders);

    /// <summary>Ctrl-C and time-outs are not waited for.</summary>
    [ConformanceCase]
    public Task A_server_that_hangs_within_its_answer_is_left_at_once() => CancelsPromptlyAsync(Delivery.HangsInBody);

    /// <summary>One bad call does not spoil the client for the next.</summary>
    [ConformanceCase]
    public async Task A_client_works_on_after_a_fault()
    {
        var calls = 0;
        await using var bench = Open(_ => Interlocked.Increment(ref calls) switch
        {
            1 => new ScriptedReply(Dialect.Error(500, "once")),
            2 => new ScriptedReply(AnAnswer, Delivery.BreaksInBody),
            _ => new ScriptedReply(AnAnswer),
        });

        Assert.NotNull((await bench.ReactionAsync(About("first"))).Fault);
        Assert.NotNull((await bench.ReactionAsync(About("second"))).Fault);
        Assert.Equal(Canary.Answer, (await bench.AskAsync(About("third"))).Text);
    }

    /// <summary>Addresses end up in the logs of every proxy.</summary>
    [ConformanceCase]
    public async Task The_key_travels_in_a_header_and_not_in_the_address()
    {
        RequireKey();
        await using var bench = Open(AnAnswer);

        await bench.AskAsync(About("question"));

        var request = bench.Server.Requests.Last();
        Assert.DoesNotContain(Canary.Key, request.Target, StringComparison.Ordinal);
        Assert.True(
            request.Headers.Any(header => header.Value.Contains(Canary.Key, StringComparison.Ordinal)), "No header of the request holds the key.");
    }

    /// <summary>Keys are read from files that end in a line break; HTTP libraries quote what they cannot send.</summary>
    [ConformanceCase]
    public async Task A_key_with_a_line_break_is_trimmed_or_refused_and_not_quoted()
    {
        RequireKey();
        await using var server = new StubServer(_ => new ScriptedReply(AnAnswer));
        try
        {
            await using var bench = new Bench(CreateProvider(), Settings(VariablesFor(server.Address, $"{Canary.Key}\r\n")), server);
            var reaction = await bench.ReactionAsync(About("question"));
            Seen = reaction.ToString();
            if (reaction.Fault is not null)
            {
                ShouldBe(reaction, ProviderFaultKind.Auth, ProviderFaultKind.Settings);
            }
        }
        catch (ProviderSettingsException e)
        {
            Assert.DoesNotContain(Canary.Key, e.Message, StringComparison.Ordinal);
            Seen = $"settings problem: {e.Message}";
        }
    }

    /// <summary>A redirect is not followed with the key to wherever it leads.</summary>
    [ConformanceCase]
    public async Task A_redirect_does_not_take_the_key_elsewhere()
    {
        RequireKey();
        await using var elsewhere = new StubServer(_ => new ScriptedReply(AnAnswer));
        await using var bench = Open(AnAnswer with { Status = 307, Headers = [new("Location", new Uri(elsewhere.Address, "/elsewhere").ToString())] });

        var reaction = await bench.ReactionAsync(About(Canary.Ticket));

        Assert.DoesNotContain(elsewhere.Requests, request => request.Headers.Any(header => header.Value.Contains(Canary.Key, StringComparison.Ordinal)));
        Seen = reaction.ToString();
    }

    private void RequireKey()
    {
        if (!VariablesFor(new Uri("http://127.0.0.1"), Canary.Key).Values.Any(value => value.Contains(Canary.Key, StringComparison.Ordinal)))
        {
            throw new NotApplicableException("the provider is called without a key");
        }
    }

    private async Task BreaksAsync(Delivery delivery)
    {
        await using var bench = Open(AnAnswer, delivery);
        ShouldBe(await ReactionAsync(bench), ProviderFaultKind.Transient);
    }

    /// <summary>A busy machine may be late a few times, so only a call that is late every time fails.</summary>
    private async Task CancelsPromptlyAsync(Delivery delivery)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var bench = Open(AnAnswer, delivery);
            using var cancellation = new CancellationTokenSource();
            var call = bench.AskAsync(About(Canary.Ticket), cancellation.Token);
            await Task.WhenAny(call, bench.Server.Hanging);
            Assert.False(call.IsCompleted, "The call ended though the server had not answered.");

            var cancelled = Stopwatch.GetTimestamp();
            await cancellation.CancelAsync();
            var thrown = await Record.ExceptionAsync(() => call.WaitAsync(Stalled, CancellationToken.None));
            var elapsed = Stopwatch.GetElapsedTime(cancelled);

            Assert.True(
                thrown is OperationCanceledException or TimeoutException,
                $"A cancelled call ended with {thrown?.GetType().Name ?? "a response"}, not OperationCanceledException.");
            if (thrown is OperationCanceledException && elapsed <= Prompt)
            {
                return;
            }

            Assert.True(
                attempt < Tries,
                $"In {Tries} of {Tries} tries a cancelled call went on for more than {Prompt.TotalMilliseconds:0} ms. Pass the cancellation token on, to reading the body too.");
        }
    }
}
