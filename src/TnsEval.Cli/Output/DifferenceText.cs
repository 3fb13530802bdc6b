using System.Globalization;
using TnsEval.Comparing;
using TnsEval.Statistics;

namespace TnsEval.Cli.Output;

/// <summary>Differences for people: in percentage points, with interval and p.</summary>
internal static class DifferenceText
{
    /// <summary>Such as <c>-33.6 pp [-39.1 to -27.8]</c>.</summary>
    public static string Of(double? difference, Interval? interval) => difference is { } value && interval is { } bounds
        ? $"{Points(value)} pp {Of(bounds)}"
        : "";

    /// <summary>Such as <c>[-39.1 to -27.8]</c>.</summary>
    public static string Of(Interval interval) => $"[{Points(interval.Low)} to {Points(interval.High)}]";

    /// <summary>Counts and per cent, without the interval.</summary>
    public static string Of(Rate rate) => rate.Value is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"{rate.Events}/{rate.Trials} = {100 * value:0.0} %")
        : "0/0";

    /// <summary>Percentage points, signed.</summary>
    public static string Points(double fraction) => (100 * fraction).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);

    /// <summary>How many tickets went either way, where the event is an error.</summary>
    public static string Flips(PairedDifference errors) => string.Create(CultureInfo.InvariantCulture, $"{errors.OnlyBase} fixed, {errors.OnlyCandidate} broken");
}
