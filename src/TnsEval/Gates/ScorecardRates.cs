using TnsEval.Scoring;
using TnsEval.Statistics;

namespace TnsEval.Gates;

/// <summary>Rates that a gate reads from a scorecard; of no trial where the run does not hold the slice.</summary>
internal static class ScorecardRates
{
    public static Rate MissesOf(this Scorecard scores, GateSlice? slice) => slice is null ? scores.Misses : scores.Find(slice)?.Misses ?? default;

    public static Rate FalseAlarmsOf(this Scorecard scores, GateSlice? slice) => slice is null ? scores.FalseAlarms : scores.Find(slice)?.FalseAlarms ?? default;

    /// <summary>Cases without an assessment among all.</summary>
    public static Rate Invalid(this Scorecard scores) => new(scores.Coverage.Trials - scores.Coverage.Events, scores.Coverage.Trials, scores.Coverage.Repeats);

    /// <summary>The flip rate as the share of pairs of repeats that differ; a case's pairs together are one trial.</summary>
    public static Rate DifferingRepeats(this Stability stability)
    {
        var pairs = stability.Repeats * (stability.Repeats - 1) / 2;
        var trials = stability.Unanimous.Trials * pairs;
        return new Rate((int)Math.Round(trials * (stability.FlipRate ?? 0)), trials, pairs);
    }

    private static Slice? Find(this Scorecard scores, GateSlice slice) => scores.Slices.FirstOrDefault(part => part.Kind == slice.Kind && part.Name == slice.Name);
}
