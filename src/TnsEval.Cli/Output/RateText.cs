using System.Globalization;
using TnsEval.Runs;
using TnsEval.Statistics;

namespace TnsEval.Cli.Output;

/// <summary>A rate for people: counts, per cent and the 95 % interval.</summary>
internal static class RateText
{
    /// <summary>With the Wilson interval.</summary>
    public static string Of(Rate rate) => Of(rate, Wilson.Interval(rate));

    /// <summary>With the interval that fits how the run went.</summary>
    public static string Of(Rate rate, RunSummary run) => Of(rate, run.IntervalOf(rate));

    private static string Of(Rate rate, Interval interval)
    {
        if (rate.Value is not { } value)
        {
            return "0/0 (no such case)";
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{rate.Events}/{rate.Trials} = {100 * value:0.0} % [{100 * interval.Low:0.0}-{100 * interval.High:0.0}]");
    }
}
