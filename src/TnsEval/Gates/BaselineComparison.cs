using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;

namespace TnsEval.Gates;

/// <summary>A run (first) beside its baseline (second), case by case.</summary>
/// <param name="Baseline">The baseline's manifest.</param>
/// <param name="Misses">Misses, over escalate tickets.</param>
/// <param name="FalseAlarms">False alarms, over benign tickets.</param>
public sealed record BaselineComparison(RunManifest Baseline, PairedCounts Misses, PairedCounts FalseAlarms)
{
    /// <summary>Compares two journals of the same cases. A case that the policy leaves out of either is left out.</summary>
    public static BaselineComparison Of(IEnumerable<CaseRecord> run, IEnumerable<CaseRecord> baseline, InvalidPolicy policy, RunManifest manifest)
    {
        var (first, second) = (WrongCases(run, policy), WrongCases(baseline, policy));
        return new BaselineComparison(manifest, Counts(isEscalate: true), Counts(isEscalate: false));

        PairedCounts Counts(bool isEscalate)
        {
            var counts = first.Where(entry => entry.Value.IsEscalate == isEscalate && second.ContainsKey(entry.Key))
                .CountBy(entry => (First: entry.Value.IsWrong, Second: second[entry.Key].IsWrong))
                .ToDictionary();
            return new PairedCounts(
                both: counts.GetValueOrDefault((true, true)),
                firstOnly: counts.GetValueOrDefault((true, false)),
                secondOnly: counts.GetValueOrDefault((false, true)),
                neither: counts.GetValueOrDefault((false, false)));
        }
    }

    private static Dictionary<CaseId, (bool IsEscalate, bool IsWrong)> WrongCases(IEnumerable<CaseRecord> records, InvalidPolicy policy)
    {
        var cases = new Dictionary<CaseId, (bool IsEscalate, bool IsWrong)>();
        foreach (var record in records)
        {
            if (policy.IsRight(record.Label.IsEscalate, record.Assessment?.IsAlarm) is { } isRight)
            {
                cases[record.Id] = (record.Label.IsEscalate, !isRight || (cases.TryGetValue(record.Id, out var before) && before.IsWrong));
            }
        }

        return cases;
    }
}
