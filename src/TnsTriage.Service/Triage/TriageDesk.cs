using TnsTriage.Service.Policy;

namespace TnsTriage.Service.Triage;

/// <summary>What triage works by, once everything that can be wrong with it was checked.</summary>
/// <param name="Rules">The policy.</param>
/// <param name="Names">What its names mean.</param>
/// <param name="Champion">Whose judgement is acted upon.</param>
/// <param name="Challenger">Whose judgement is recorded and never acted upon; null when there is none.</param>
internal sealed record TriageDesk(EscalationRules Rules, DeskNames Names, TicketJudge Champion, TicketJudge? Challenger);
