using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsTriage.Assessments;

namespace TnsEval.Comparing;

/// <summary>A case that one of two runs got right and the other did not.</summary>
/// <param name="Id">The case.</param>
/// <param name="Repeat">Which repeat of it, from 0.</param>
/// <param name="Before">What the first run made of it.</param>
/// <param name="After">What the second made of it.</param>
/// <param name="Rationale">The second run's reason; null when it came to no assessment. Model text: not to be logged.</param>
public sealed record FlippedCase(CaseId Id, int Repeat, Judgement Before, Judgement After, string? Rationale);

/// <summary>What a run made of one case, beside what people had decided then.</summary>
/// <param name="Label">The label.</param>
/// <param name="Outcome">What became of the case.</param>
/// <param name="Verdict">The verdict, exactly when it was assessed.</param>
public readonly record struct Judgement(LabelKind Label, OutcomeKind Outcome, Verdict? Verdict);
