using Microsoft.Extensions.AI;

using TnsEval.Abstractions;

namespace TnsEval.ProviderConformance;

/// <summary>A provider with one client, and the server the client talks to when it talks to one: what a case works on.</summary>
internal sealed class Bench(IModelProvider provider, ModelSettings settings, StubServer? server = null) : IAsyncDisposable
{
    /// <summary>A call that lasts longer is taken for one that never ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public IModelProvider Provider { get; } = provider;

    public ModelSettings Settings { get; } = settings;

    public IChatClient Client { get; } = provider.CreateClient(settings);

    public StubServer Server => server!;

    public Task<ChatResponse> AskAsync(ConformanceQuestion question, CancellationToken cancellationToken = default) =>
        Client.GetResponseAsync(question.Messages, question.Options, cancellationToken).WaitAsync(Patience, CancellationToken.None);

    /// <summary>Asks, and has the provider explain what was thrown.</summary>
    public async Task<Reaction> ReactionAsync(ConformanceQuestion question)
    {
        ChatResponse response;
        try
        {
            response = await AskAsync(question);
        }
        catch (Exception e)
        {
            return Explain(e);
        }

        Assert.True(response is not null, "The client gave null instead of a response. Throw, or give a response.");
        return new Reaction(response, Fault: null);
    }

    /// <summary>What the provider says of an exception, checked for what is true of every fault.</summary>
    public Reaction Explain(Exception exception)
    {
        Assert.False(exception is TimeoutException, $"A call did not end within {Patience.TotalSeconds:0} seconds.");
        ProviderFault? fault;
        try
        {
            fault = Provider.Classify(exception);
        }
        catch (Exception e)
        {
            Assert.Fail($"Classify threw {e.GetType().Name} on {exception.GetType().Name}. It must answer for every exception; Permanent is its last resort.");
            throw;
        }

        Assert.True(fault is not null, $"Classify gave null for {exception.GetType().Name}. It must answer for every exception.");
        Assert.True(Enum.IsDefined(fault.Kind), $"Classify gave the kind {(int)fault.Kind}, which is none of {nameof(ProviderFaultKind)}.");
        Assert.False(string.IsNullOrWhiteSpace(fault.Message), $"The fault for {exception.GetType().Name} has no message. Say what happened and what to do.");
        Assert.False(fault.Message.AsSpan().ContainsAny('\r', '\n'), $"A fault's message has more than one line: {fault.Message}");
        Assert.False(fault.RetryAfter < TimeSpan.Zero, $"The fault asks to wait {fault.RetryAfter}. Give zero for a time that is over.");
        foreach (var secret in Canary.All)
        {
            Assert.False(
                fault.Message.Contains(secret, StringComparison.Ordinal),
                $"A fault's message holds {Canary.Describe(secret)}. Never repeat what a server or a library's exception says: both quote requests.");
        }

        return new Reaction(Response: null, fault);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }
}

/// <summary>What came of a call: a response or a fault.</summary>
internal sealed record Reaction(ChatResponse? Response, ProviderFault? Fault)
{
    public bool IsRefusal => Response is null
        ? Fault!.Kind == ProviderFaultKind.Refused
        : Response.FinishReason == ChatFinishReason.ContentFilter
            || Response.Messages.SelectMany(message => message.Contents).OfType<ErrorContent>()
                .Any(error => string.Equals(error.ErrorCode, "Refusal", StringComparison.OrdinalIgnoreCase));

    public bool IsTruncation => Response is null
        ? Fault!.Kind == ProviderFaultKind.Truncated
        : Response.FinishReason == ChatFinishReason.Length;

    public override string ToString() =>
        Fault is { RetryAfter: { } wait } ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Fault.Kind}, again after {Math.Round(wait.TotalSeconds, 1)} s: {Fault.Message}")
        : Fault is not null ? $"{Fault.Kind}: {Fault.Message}"
        : $"a response, finish reason {Response!.FinishReason?.Value ?? "unknown"}";
}
