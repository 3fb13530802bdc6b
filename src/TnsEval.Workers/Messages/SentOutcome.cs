using System.Diagnostics;
using System.Text.Json;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Workers.Messages;

/// <summary>A <see cref="CaseOutcome"/> on its way: of the values exactly that which its kind has.</summary>
internal sealed record SentOutcome
{
    public required OutcomeKind Kind { get; init; }

    public Assessment? Assessment { get; init; }

    public IReadOnlyList<ContractViolation>? Violations { get; init; }

    public string? Reason { get; init; }

    public TimeSpan? After { get; init; }

    public static SentOutcome Of(CaseOutcome outcome) => outcome switch
    {
        CaseOutcome.Assessed assessed => new() { Kind = OutcomeKind.Assessed, Assessment = assessed.Assessment },
        CaseOutcome.Malformed malformed => new() { Kind = OutcomeKind.Malformed, Violations = malformed.Violations },
        CaseOutcome.Refused refused => new() { Kind = OutcomeKind.Refused, Reason = refused.Reason },
        CaseOutcome.Truncated truncated => new() { Kind = OutcomeKind.Truncated, Reason = truncated.Reason },
        CaseOutcome.TimedOut timedOut => new() { Kind = OutcomeKind.TimedOut, After = timedOut.After },
        CaseOutcome.Failed failed => new() { Kind = OutcomeKind.Failed, Reason = failed.Reason },
        _ => throw new UnreachableException(outcome.GetType().Name),
    };

    /// <exception cref="JsonException">The value that the kind has is missing.</exception>
    public CaseOutcome ToOutcome() => this switch
    {
        { Kind: OutcomeKind.Assessed, Assessment: { } assessment } => new CaseOutcome.Assessed(assessment),
        { Kind: OutcomeKind.Malformed, Violations: { } violations } => new CaseOutcome.Malformed(violations),
        { Kind: OutcomeKind.Refused, Reason: { } reason } => new CaseOutcome.Refused(reason),
        { Kind: OutcomeKind.Truncated, Reason: { } reason } => new CaseOutcome.Truncated(reason),
        { Kind: OutcomeKind.TimedOut, After: { } after } => new CaseOutcome.TimedOut(after),
        { Kind: OutcomeKind.Failed, Reason: { } reason } => new CaseOutcome.Failed(reason),
        _ => throw new JsonException($"an outcome {Kind} without its value"),
    };
}
