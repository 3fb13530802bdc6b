using System.Globalization;
using TnsEval.Reports.Markup;

namespace TnsEval.Reports.Charts;

/// <summary>The frame of a chart: a plane with per cent upwards, its grid and its labels. Positions are in the units of the drawing.</summary>
/// <param name="top">The greatest share that is drawn.</param>
internal sealed class Plot(double top)
{
    private const double Left = 56;
    private const double Right = 620;
    private const double Upper = 16;
    private const double Lower = 260;

    /// <summary>A least round number that holds a share: 0.01, 0.02, 0.05, 0.1, ... 1.</summary>
    public static double RoundTop(double share)
    {
        var tops = new[] { 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1 };
        return tops.FirstOrDefault(top => share <= top, 1);
    }

    /// <param name="fraction">From left to right.</param>
    public static string X(double fraction) => Number(Left + (fraction * (Right - Left)));

    /// <param name="share">From the bottom up, in per cent of all; what is above the top is drawn there.</param>
    public string Y(double share) => Number(Lower - (Math.Clamp(share / top, 0, 1) * (Lower - Upper)));

    /// <summary>A path through points.</summary>
    public string Line(IEnumerable<(double X, double Share)> points) => "M" + string.Join('L', points.Select(point => $"{X(point.X)} {Y(point.Share)}"));

    /// <summary>A closed path between two lines.</summary>
    public string Band(IReadOnlyList<(double X, double Low, double High)> points) =>
        $"{Line(points.Select(point => (point.X, point.High)))}L{Line(points.Reverse().Select(point => (point.X, point.Low)))[1..]}Z";

    /// <summary>The whole drawing.</summary>
    /// <param name="title">What it shows, for readers who do not see it.</param>
    /// <param name="ticks">Where below the plane there is a label, and which.</param>
    /// <param name="axis">What goes from left to right.</param>
    /// <param name="content">What stands in the plane.</param>
    public Html Framed(string title, IReadOnlyList<(double X, string Label)> ticks, string axis, Html content)
    {
        var steps = Enumerable.Range(0, 6).Select(step => step / 5.0 * top);
        var format = top < 0.05 ? "0.0" : "0";
        return Html.Of(
            $"""
            <svg class="plot" viewBox="0 0 640 312" role="img" aria-label="{title}">
            {steps.Select(share => Html.Of(
                $"""<path class="grid" d="M{Number(Left)} {Y(share)}H{Number(Right)}"/><text class="tick end" x="{Number(Left - 8)}" y="{Y(share)}" dy="4">{(100 * share).ToString(format, CultureInfo.InvariantCulture)} %</text>"""))}
            {ticks.Select(tick => Html.Of($"""<text class="tick middle" x="{X(tick.X)}" y="{Number(Lower + 20)}">{tick.Label}</text>"""))}
            <text class="tick middle axis-name" x="{X(0.5)}" y="{Number(Lower + 44)}">{axis}</text>
            {content}
            </svg>
            """);
    }

    private static string Number(double number) => Math.Round(number, 2).ToString(CultureInfo.InvariantCulture);
}
