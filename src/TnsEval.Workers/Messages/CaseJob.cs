using System.Text.Json.Serialization;
using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsTriage;

namespace TnsEval.Workers.Messages;

/// <summary>One ticket to classify.</summary>
/// <param name="Session">Copied into the result.</param>
/// <param name="Case">The case.</param>
/// <param name="Repeat">Which repeat of it, from 0.</param>
/// <param name="Perturbation">How its ticket was rewritten; null for the ticket as it is.</param>
/// <param name="Ticket">What to classify; already rewritten.</param>
internal sealed record CaseJob(Guid Session, CaseId Case, int Repeat, string? Perturbation, Ticket Ticket)
{
    [JsonIgnore]
    public RecordKey Key => new(Case, Repeat, Perturbation);
}
