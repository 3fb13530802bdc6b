using TnsEval.Scoring;
using TnsEval.Statistics;

namespace TnsEval.Gates;

/// <summary>Rates that a gate reads from a scorecard, and what they would be with more cases.</summary>
internal static class SameShare
{
    /// <summary>A rate of exactly the same value over another number of cases: a rate's repeats are one trial, which allows fractions of an event.</summary>
    /// <param name="rate">At least one trial.</param>
    /// <param name="cases">At most <see cref="CasesToDecide.Most"/>.</param>
    public static Rate Of(Rate rate, int cases)
    {
        // Fewer digits where the product would not fit: a ten-thousandth is as good as the exact share here.
        var (events, trials) = (long)rate.Trials * cases <= int.MaxValue ? (rate.Events, rate.Trials) : ((int)Math.Round(10_000 * rate.Value!.Value), 10_000);
        return new Rate(events * cases, trials * cases, trials);
    }

    public static Rate MissesOf(this Scorecard scores, GateSlice? slice) => slice is null ? scores.Misses : scores.Find(slice)?.Misses ?? default;

    public static Rate FalseAlarmsOf(this Scorecard scores, GateSlice? slice) => slice is null ? scores.FalseAlarms : scores.Find(slice)?.FalseAlarms ?? default;

    private static Slice? Find(this Scorecard scores, GateSlice slice) => scores.Slices.FirstOrDefault(part => part.Kind == slice.Kind && part.Name == slice.Name);
}
