using Microsoft.Extensions.AI;

using TnsEval.Abstractions;

namespace TnsEval.ProviderConformance;

/// <summary>
/// The suite for a provider that calls a server over HTTP. Each case runs against a server of its own on loopback that answers in the vendor's
/// dialect and misbehaves as the case says. <inheritdoc cref="ModelProviderConformance"/>
/// </summary>
public abstract partial class HttpProviderConformance : ModelProviderConformance
{
    private const int InputTokens = 1117;
    private const int OutputTokens = 73;

    /// <summary>How the vendor's API puts things on the wire.</summary>
    protected abstract WireDialect Dialect { get; }

    /// <summary>The environment variables that make the provider call a server.</summary>
    /// <param name="server">The server's address, without a path.</param>
    /// <param name="key">The key to call it with; leave it out where the API has none.</param>
    protected abstract IReadOnlyDictionary<string, string> VariablesFor(Uri server, string key);

    /// <summary>The options that the suite calls with: what the harness sets, schema included.</summary>
    protected virtual ChatOptions Options => new()
    {
        Temperature = 0,
        MaxOutputTokens = 800,
        Seed = 7,
        ResponseFormat = ChatResponseFormat.ForJsonSchema(AnswerSchema.Element, "assessment"),
    };

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<ConformanceQuestion> Questions => [.. Enumerable.Range(1, 100).Select(number => About($"question {number}"))];

    /// <inheritdoc/>
    protected sealed override ConformanceQuestion LongQuestion => About(LongText);

    /// <summary>Mostly text of one byte a character, some of four; ends in a word that is not there when its tail is lost.</summary>
    private static string LongText { get; } = string.Concat(Enumerable.Range(0, 5_000).Select(line => $"line {line}: the organ is out of tune 🎹\n")) + "END";

    private ConformanceQuestion About(string text) =>
        new([new ChatMessage(ChatRole.System, "Assess the ticket."), new ChatMessage(ChatRole.User, text)], Options);

    private static string AnswerTo(string prompt) => $"{{\"length\": {prompt.Length}, \"to\": \"{prompt[^Math.Min(prompt.Length, 12)..]}\"}}";

    private HttpReply AnAnswer => Dialect.Answer(Canary.Answer, InputTokens, OutputTokens);

    private protected override Bench Open() =>
        Open(request => new ScriptedReply(Dialect.Answer(AnswerTo(Dialect.PromptOf(request)), InputTokens, OutputTokens)));

    private Bench Open(HttpReply reply, Delivery delivery = Delivery.Whole) => Open(_ => new ScriptedReply(reply, delivery));

    private Bench Open(Func<HttpRequest, ScriptedReply> script)
    {
        var server = new StubServer(request => Dialect.ReplyToOther(request) is { } other ? new ScriptedReply(other) : script(request));
        return new Bench(CreateProvider(), Settings(VariablesFor(server.Address, Canary.Key)), server);
    }

    private static HttpReply Require(HttpReply? reply, string what) =>
        reply ?? throw new NotApplicableException($"the dialect has no reply for {what}");

    /// <summary>Asks about a ticket with a canary in it and notes what came of it; whatever it was, the model must have been asked once.</summary>
    private async Task<Reaction> ReactionAsync(Bench bench, bool reachesServer = true)
    {
        var reaction = await bench.ReactionAsync(About(Canary.Ticket));
        Seen = reaction.ToString();
        var asked = bench.Server.Requests.Count(request => Dialect.ReplyToOther(request) is null);
        Assert.True(
            asked == (reachesServer ? 1 : 0),
            $"One call asked the model {asked} times. The harness retries, by its own limits and budgets; a provider sends one request for one call.");
        return reaction;
    }

    private async Task<ProviderFault> FaultAsync(HttpReply reply, params ProviderFaultKind[] expected)
    {
        await using var bench = Open(reply);
        return ShouldBe(await ReactionAsync(bench), expected);
    }

    private static ProviderFault ShouldBe(Reaction reaction, params ProviderFaultKind[] expected)
    {
        Assert.True(reaction.Fault is not null, $"The call gave {reaction}, though it failed: {nameof(IModelProvider.Classify)} must say {Names(expected)}.");
        Assert.True(expected.Contains(reaction.Fault.Kind), $"The fault is {reaction.Fault.Kind} (\"{reaction.Fault.Message}\"), and should be {Names(expected)}.");
        return reaction.Fault;
    }

    private static string Names(ProviderFaultKind[] kinds) => string.Join(" or ", kinds);
}
