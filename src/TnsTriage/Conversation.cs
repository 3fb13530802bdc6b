using Microsoft.Extensions.AI;
using TnsTriage.Assessments;
using TnsTriage.Prompts;

namespace TnsTriage;

/// <summary>What is gathered while one ticket is worked on.</summary>
/// <param name="messages">The rendered prompt.</param>
/// <param name="limit">Cancelled when the ticket's time is up.</param>
internal sealed class Conversation(IReadOnlyList<ChatMessage> messages, CancellationToken limit)
{
    private readonly List<string> _modelTexts = [];
    private readonly List<TokenUsage?> _usages = [];
    private string? _modelId;

    public IReadOnlyList<ChatMessage> Messages { get; private set; } = messages;

    public int Attempts { get; set; }

    public int FormatSlips { get; set; }

    public IReadOnlyList<ContractViolation>? FirstViolations { get; set; }

    public TimeSpan Latency { get; set; }

    public void Record(ChatResponse response)
    {
        _modelTexts.Add(response.Text);
        _modelId = response.ModelId ?? _modelId;
        _usages.Add(response.Usage is { InputTokenCount: { } input, OutputTokenCount: { } output }
            ? new TokenUsage(input, output)
            : null);
    }

    /// <summary>The kind of a failed call, as <c>error.type</c> wants it.</summary>
    public string FailureOf(Exception exception) =>
        exception is not OperationCanceledException ? exception.GetType().FullName! : limit.IsCancellationRequested ? "timeout" : "cancelled";

    /// <summary>Makes a new list: whoever keeps the last request must not see it grow.</summary>
    public void AskForRepair(string answer, IReadOnlyList<ContractViolation> violations) => Messages =
    [
        .. Messages,
        new ChatMessage(ChatRole.Assistant, string.IsNullOrWhiteSpace(answer) ? "(empty)" : answer),   // providers may refuse an empty one
        new ChatMessage(ChatRole.User, RepairRequest.For(violations)),
    ];

    public Classification End(CaseOutcome outcome) => new()
    {
        Outcome = outcome,
        ModelTexts = _modelTexts,
        FirstViolations = FirstViolations ?? [],
        Attempts = Attempts,
        FormatSlips = FormatSlips,
        Latency = Latency,
        Usage = _usages.Contains(null) ? null : _usages.Aggregate(default(TokenUsage), TokenUsage.Sum),
        ModelId = _modelId,
    };
}
