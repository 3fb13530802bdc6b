using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsTriage.Assessments;

namespace TnsEval.Comparing;

/// <summary>A ticket that one of two runs got right and the other did not.</summary>
/// <param name="Id">The ticket's case.</param>
/// <param name="Label">What people decided.</param>
/// <param name="Base">What the base made of it.</param>
/// <param name="Candidate">What the candidate makes of it.</param>
public sealed record FlippedTicket(CaseId Id, Label Label, TicketAnswer Base, TicketAnswer Candidate);

/// <summary>What a run answered; of several repeats the first that came out as most did.</summary>
/// <param name="Outcome">What became of the case.</param>
/// <param name="Verdict">The verdict, exactly when it was assessed.</param>
/// <param name="Rationale">The reason given with it. Model text: not to be logged.</param>
public sealed record TicketAnswer(OutcomeKind Outcome, Verdict? Verdict, string? Rationale);
