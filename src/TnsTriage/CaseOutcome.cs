using TnsTriage.Assessments;

namespace TnsTriage;

/// <summary>What became of one ticket. Exactly one of the nested types; only <see cref="Assessed"/> holds a label.</summary>
public abstract record CaseOutcome
{
    private protected CaseOutcome()
    {
    }

    /// <summary>The model answered, and the contract accepted the answer.</summary>
    public sealed record Assessed(Assessment Assessment) : CaseOutcome;

    /// <summary>The model answered, but no answer kept the contract, repair turns included.</summary>
    /// <param name="Violations">Those of the last answer; at least one.</param>
    public sealed record Malformed(IReadOnlyList<ContractViolation> Violations) : CaseOutcome;

    /// <summary>The model or the provider's filter declined to answer.</summary>
    public sealed record Refused(string Reason) : CaseOutcome;

    /// <summary>The answer, or the ticket, was cut: an answer to part of a ticket is not an answer.</summary>
    public sealed record Truncated(string Reason) : CaseOutcome;

    /// <summary>No answer came in time.</summary>
    public sealed record TimedOut(TimeSpan After) : CaseOutcome;

    /// <summary>The call failed.</summary>
    /// <param name="Reason">Without ticket text, model text or keys.</param>
    public sealed record Failed(string Reason) : CaseOutcome;
}
