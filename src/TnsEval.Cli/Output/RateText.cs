using System.Globalization;
using TnsEval.Statistics;

namespace TnsEval.Cli.Output;

/// <summary>A rate for people: counts, per cent and the 95 % Wilson interval.</summary>
internal static class RateText
{
    public static string Of(Rate rate)
    {
        if (rate.Value is not { } value)
        {
            return "0/0 (no such case)";
        }

        var interval = Wilson.Interval(rate);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{rate.Events}/{rate.Trials} = {100 * value:0.0} % [{100 * interval.Low:0.0}-{100 * interval.High:0.0}]");
    }
}
