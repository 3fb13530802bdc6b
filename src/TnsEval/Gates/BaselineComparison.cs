using TnsEval.Comparing;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;

namespace TnsEval.Gates;

/// <summary>A run (first) beside its baseline (second), case by case; a case that was repeated counts once, as it does when runs are compared.</summary>
/// <param name="Baseline">The baseline's manifest.</param>
/// <param name="Misses">Misses, over escalate tickets.</param>
/// <param name="FalseAlarms">False alarms, over benign tickets.</param>
public sealed record BaselineComparison(RunManifest Baseline, PairedCounts Misses, PairedCounts FalseAlarms)
{
    /// <summary>Compares two journals of the same cases. A case that the policy leaves out of either is left out.</summary>
    public static BaselineComparison Of(IEnumerable<CaseRecord> run, IEnumerable<CaseRecord> baseline, InvalidPolicy policy, RunManifest manifest)
    {
        var before = TicketResult.Of(baseline.Where(record => record.IsOriginal), policy);
        ComparedTicket[] tickets =
        [
            .. TicketResult.Of(run.Where(record => record.IsOriginal), policy)
                .Where(entry => before.ContainsKey(entry.Key))
                .Select(entry => new ComparedTicket(entry.Key, before[entry.Key], entry.Value))
                .Where(ticket => ticket.IsCounted),
        ];
        return new BaselineComparison(manifest, Wrong(isEscalate: true), Wrong(isEscalate: false));

        PairedCounts Wrong(bool isEscalate) => ComparedTicket.Wrong(tickets.Where(ticket => ticket.Label.IsEscalate == isEscalate));
    }
}
