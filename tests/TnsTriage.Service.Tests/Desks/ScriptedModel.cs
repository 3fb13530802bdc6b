using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsTriage.Service.Tests.Desks;

/// <summary>
/// A model that a test commands, and the provider that makes it. Until told otherwise it alarms at "forged invoice", pages at "alone with
/// the children", wants a review at "odd letter", and finds nothing elsewhere. Safe to use from many threads.
/// </summary>
internal sealed class ScriptedModel : IModelProvider
{
    private int _calls;

    public string Id => "scripted";

    public ProviderCapabilities Capabilities { get; } = new() { JsonSchema = true };

    /// <summary>What comes of a ticket: an answer or an exception. Gets the model's name and the ticket as the prompt shows it.</summary>
    public Func<string, string, CancellationToken, Task<ChatResponse>> Does { get; set; } = (_, ticket, _) => Task.FromResult(Says(AnswerTo(ticket)));

    public int Calls => _calls;

    public IChatClient CreateClient(ModelSettings settings) => new Client(this, settings.Model);

    public ProviderFault Classify(Exception exception) =>
        exception is ScriptedFault { Fault: var fault } ? fault : new ProviderFault(ProviderFaultKind.Permanent, $"failed with {exception.GetType().Name}");

    public void Throws(ProviderFaultKind kind, TimeSpan? retryAfter = null) =>
        Does = (_, _, _) => throw new ScriptedFault(new ProviderFault(kind, $"scripted fault: {kind}", retryAfter));

    public void Answers(ChatResponse response) => Does = (_, _, _) => Task.FromResult(response);

    public void Recovers() => Does = new ScriptedModel().Does;

    public static ChatResponse Says(string text) => new(new ChatMessage(ChatRole.Assistant, text)) { ModelId = "scripted-2026-01-01" };

    public static string AnswerTo(string ticket) =>
        ticket.Contains("forged invoice", StringComparison.Ordinal) ? Assessment("forged invoice", "payment_fraud", "high", "escalate")
        : ticket.Contains("alone with the children", StringComparison.Ordinal) ? Assessment("alone with the children", "child_safety", "high", "escalate_urgent")
        : ticket.Contains("odd letter", StringComparison.Ordinal) ? Assessment("odd letter", "payment_fraud", "low", "review")
        : """
          {"evidence": [], "categories": [], "rationale": "An ordinary question.", "verdict": "none", "severity": "none",
           "prompt_injection": {"present": false, "aim": "none"}, "needs_human": {"needed": false}}
          """;

    public static string Assessment(string quote, string category, string severity, string verdict, string rationale = "The sender tells of a deed, not of a topic.") => $$$"""
        {"evidence": [{"quote": "{{{quote}}}", "use": "report", "speaker": "sender"}], "categories": [{"id": "{{{category}}}", "severity": "{{{severity}}}"}],
         "rationale": "{{{rationale}}}", "verdict": "{{{verdict}}}", "severity": "{{{severity}}}",
         "prompt_injection": {"present": false, "aim": "none"}, "needs_human": {"needed": false}}
        """;

    private sealed class Client(ScriptedModel model, string name) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref model._calls);
            return model.Does(name, messages.Last(message => message.Role == ChatRole.User).Text, cancellationToken);
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}

internal sealed class ScriptedFault(ProviderFault fault) : Exception
{
    public ProviderFault Fault { get; } = fault;
}
