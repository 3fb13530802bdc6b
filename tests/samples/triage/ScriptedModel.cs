using Microsoft.Extensions.AI;

/// <summary>Stands in for a language model: answers the sample's ticket as the champion's schema wants it.</summary>
internal sealed class ScriptedModel : IChatClient
{
    private const string Answer = """
        {"language": ["en"], "prompt_injection": {"present": false, "quote": null, "aim": "none"},
         "evidence": [{"quote": "147 gifts of $1 came in last night", "speaker": "sender", "use": "report", "category": "payment_fraud"}],
         "benign_reading": "A coin challenge among children.", "sender_role": "victim", "subject_of_harm": "organisation", "event_status": "ongoing",
         "categories": [{"id": "payment_fraud", "severity": "high"}], "rationale": "Card testing that goes on.",
         "verdict": "escalate", "severity": "high", "confidence": "high", "needs_human": {"needed": false, "reason": null}, "handoff_note": "Card testing."}
        """;

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, Answer)) { FinishReason = ChatFinishReason.Stop });

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("the classifier reads whole answers");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
