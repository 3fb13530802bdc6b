using Microsoft.Extensions.AI;
using TnsEval.Testing;

namespace TnsTriage.Tests;

/// <summary>A classifier on a scripted model and a clock that stands still.</summary>
public abstract class ClassifierTest : IDisposable
{
    private protected static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    private protected ManualTimeProvider Clock { get; } = new();

    private protected ScriptedChatClient Model { get; } = new();

    public void Dispose()
    {
        Model.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<Classification> ClassifyAsync(
        Ticket? ticket = null, TnsTriageOptions? options = null, CancellationToken cancellationToken = default) =>
        new TicketClassifier(Model, A.Prompt(), options ?? new() { Timeout = Timeout }, Clock)
            .ClassifyAsync(ticket ?? A.Ticket(), cancellationToken);

    private protected static ChatResponse Response(
        string text, ChatFinishReason? finishReason = null, UsageDetails? usage = null, string? modelId = null) =>
        new(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = finishReason ?? ChatFinishReason.Stop, Usage = usage, ModelId = modelId };
}
