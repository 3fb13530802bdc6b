using System.Diagnostics;
using TnsTriage.Assessments;

namespace TnsTriage;

/// <summary>What became of one ticket. Exactly one of the nested types; only <see cref="Assessed"/> holds a label.</summary>
public abstract record CaseOutcome
{
    private protected CaseOutcome()
    {
    }

    /// <summary>The kind as one word of metrics and logs: <c>assessed</c>, <c>malformed</c>, <c>refused</c>, <c>truncated</c>, <c>timed_out</c> or <c>failed</c>.</summary>
    internal string WireName => this switch
    {
        Assessed => "assessed",
        Malformed => "malformed",
        Refused => "refused",
        Truncated => "truncated",
        TimedOut => "timed_out",
        Failed => "failed",
        _ => throw new UnreachableException(GetType().Name),
    };

    /// <summary>The model answered, and the contract accepted the answer.</summary>
    /// <param name="Assessment">What the model found and what follows from it.</param>
    public sealed record Assessed(Assessment Assessment) : CaseOutcome;

    /// <summary>The model answered, but no answer kept the contract, repair turns included.</summary>
    /// <param name="Violations">Those of the last answer; at least one.</param>
    public sealed record Malformed(IReadOnlyList<ContractViolation> Violations) : CaseOutcome;

    /// <summary>The model or the provider's filter declined to answer.</summary>
    /// <param name="Reason">Who declined; without ticket text, model text or keys.</param>
    public sealed record Refused(string Reason) : CaseOutcome;

    /// <summary>The answer, or the ticket, was cut: an answer to part of a ticket is not an answer.</summary>
    /// <param name="Reason">What was cut and what to do; without ticket text, model text or keys.</param>
    public sealed record Truncated(string Reason) : CaseOutcome;

    /// <summary>No answer came in time.</summary>
    /// <param name="After">The limit that passed, all calls of the ticket together.</param>
    public sealed record TimedOut(TimeSpan After) : CaseOutcome;

    /// <summary>The call failed.</summary>
    /// <param name="Reason">Without ticket text, model text or keys.</param>
    public sealed record Failed(string Reason) : CaseOutcome;
}
