using System.Globalization;
using TnsEval.Reports.Markup;
using TnsEval.Statistics;

namespace TnsEval.Reports.Charts;

/// <summary>A rate and its interval drawn on the line from 0 to 1; a baseline's as a thinner bar below. The figures stand beside it, so readers of text skip it.</summary>
internal static class IntervalBar
{
    private const double Width = 200;
    private const double Margin = 4;

    /// <param name="value">The point; null draws an empty line.</param>
    /// <param name="interval">Its interval.</param>
    /// <param name="kind">Class that gives the colour: <c>miss</c>, <c>false-alarm</c> or <c>other</c>.</param>
    /// <param name="baseline">The same of the run compared with.</param>
    public static Html Of(double? value, Interval? interval, string kind, (double? Value, Interval? Interval)? baseline = null) => Html.Of(
        $"""
        <svg class="interval {kind}" viewBox="0 0 208 18" width="208" height="18" aria-hidden="true" focusable="false">
        <path class="axis" d="M4 9H204M4 5V13M54 7V11M104 5V13M154 7V11M204 5V13"/>{Range(value, interval, 4.5, 9, "this")}{(baseline is { } other ? Range(other.Value, other.Interval, 14.5, 3, "baseline") : Html.Empty)}</svg>
        """);

    public static Html Of(Rate rate, string kind, Rate? baseline = null) =>
        Of(rate.Value, IntervalOf(rate), kind, baseline is { } other ? (other.Value, IntervalOf(other)) : null);

    private static Interval? IntervalOf(Rate rate) => rate.Trials == 0 ? null : Wilson.Interval(rate);

    private static Html Range(double? value, Interval? interval, double top, double height, string run)
    {
        if (value is not { } point)
        {
            return Html.Empty;
        }

        var bounds = interval ?? new Interval(point, point);
        return Html.Of(
            $"""<rect class="{run}" x="{At(bounds.Low)}" y="{Number(top)}" width="{Length(bounds)}" height="{Number(height)}" rx="1.5"/><rect class="{run} point" x="{At(point, -1.25)}" y="{Number(top - 2)}" width="2.5" height="{Number(height + 4)}" rx="1"/>""");
    }

    private static string Length(Interval bounds) => Number(Math.Max(1, (bounds.High - bounds.Low) * Width));

    private static string At(double share, double shift = 0) => Number(Margin + (share * Width) + shift);

    private static string Number(double number) => Math.Round(number, 2).ToString(CultureInfo.InvariantCulture);
}
