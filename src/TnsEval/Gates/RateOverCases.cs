using TnsEval.Statistics;

namespace TnsEval.Gates;

/// <summary>A rate by cases: repeats of a case are no further cases.</summary>
internal static class RateOverCases
{
    /// <summary>The cases that a rate is of.</summary>
    public static int Cases(this Rate rate) => rate.Trials / rate.Repeats;

    /// <summary>A rate of exactly the same value over another number of cases: a rate's repeats are one trial, which allows fractions of an event.</summary>
    /// <param name="rate">At least one trial.</param>
    /// <param name="cases">At most <see cref="CasesToDecide.Most"/>.</param>
    public static Rate Over(this Rate rate, int cases)
    {
        // Fewer digits where the product would not fit: a ten-thousandth is as good as the exact share here.
        var (events, trials) = (long)rate.Trials * cases <= int.MaxValue ? (rate.Events, rate.Trials) : ((int)Math.Round(10_000 * rate.Value!.Value), 10_000);
        return new Rate(events * cases, trials * cases, trials);
    }
}
