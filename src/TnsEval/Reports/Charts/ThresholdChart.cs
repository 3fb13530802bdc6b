using TnsEval.Reports.Markup;
using TnsEval.Statistics;
using TnsEval.Sweeping;
using TnsTriage.Assessments;

namespace TnsEval.Reports.Charts;

/// <summary>Misses and false alarms by the severity from which an alarm is raised, with their intervals.</summary>
internal static class ThresholdChart
{
    /// <param name="points">Of one kind, in the order of their severities.</param>
    public static Html Of(IReadOnlyList<OperatingPoint> points)
    {
        var plot = new Plot(top: 1);
        var places = points.Select((point, index) => (Point: point, X: (index + 0.5) / points.Count)).ToArray();
        var shipping = places.Where(place => place.Point.AlarmFrom == EscalationPolicy.AlarmFrom).Select(place => Html.Of(
            $"""<path class="ships" d="M{Plot.X(place.X)} {plot.Y(0)}V{plot.Y(1)}"/><text class="tick middle ships-name" x="{Plot.X(place.X)}" y="{plot.Y(1)}" dy="-4">ships</text>"""));
        return plot.Framed(
            "Miss rate and false-alarm rate by the severity from which an alarm is raised; the figures are in the table below",
            [.. places.Select(place => (place.X, Figures.Words(place.Point.AlarmFrom).Text))],
            "alarm from this severity up",
            Html.Join([.. shipping, Series(plot, places, "miss", -6, point => point.Misses), Series(plot, places, "false-alarm", 6, point => point.FalseAlarms)]));
    }

    private static Html Series(Plot plot, (OperatingPoint Point, double X)[] places, string kind, int shift, Func<OperatingPoint, Rate> rate)
    {
        var measured = places.Where(place => rate(place.Point).Trials > 0).Select(place => (X: place.X + (shift / 564.0), Rate: rate(place.Point))).ToArray();
        return measured.Length == 0 ? Html.Empty : Html.Of(
            $"""
            <g class="series {kind}"><path class="line" d="{plot.Line(measured.Select(at => (at.X, at.Rate.Value!.Value)))}"/>
            {measured.Select(at => Point(plot, at.X, at.Rate, kind))}</g>
            """);
    }

    /// <summary>A disc for misses and a square for false alarms: colour alone tells nothing to some readers and most printers.</summary>
    private static Html Point(Plot plot, double x, Rate rate, string kind)
    {
        var interval = Wilson.Interval(rate);
        var mark = kind == "miss"
            ? Html.Of($"""<circle cx="{Plot.X(x)}" cy="{plot.Y(rate.Value!.Value)}" r="5"/>""")
            : Html.Of($"""<path d="M{Plot.X(x)} {plot.Y(rate.Value!.Value)}m-5 -5h10v10h-10z"/>""");
        return Html.Of($"""<path class="whisker" d="M{Plot.X(x)} {plot.Y(interval.Low)}V{plot.Y(interval.High)}"/>{mark}""");
    }
}
