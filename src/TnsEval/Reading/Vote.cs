using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsTriage.Assessments;

namespace TnsEval.Reading;

/// <summary>What one answer came to, without its text.</summary>
/// <param name="Key">Whose answer.</param>
/// <param name="Label">The case's label.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Verdict">The verdict, exactly when it was assessed.</param>
public sealed record Vote(RecordKey Key, Label Label, OutcomeKind Outcome, Verdict? Verdict)
{
    /// <summary>Whether it raised an alarm; null without an assessment.</summary>
    public bool? IsAlarm => Verdict is { } verdict ? verdict >= TnsTriage.Assessments.Verdict.Escalate : null;

    /// <summary>The vote of a record.</summary>
    public static Vote Of(CaseRecord record) => new(record.Key, record.Label, record.Outcome, record.Assessment?.Verdict);

    /// <summary>Whether both were assessed and only one raised an alarm.</summary>
    public bool Contradicts(Vote other) => IsAlarm is { } mine && other.IsAlarm is { } theirs && mine != theirs;
}
