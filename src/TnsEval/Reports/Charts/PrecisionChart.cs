using TnsEval.Reports.Markup;
using TnsEval.Statistics;
using TnsEval.Sweeping;

namespace TnsEval.Reports.Charts;

/// <summary>What an alarm is worth by how rare tickets are that must escalate, on a logarithmic scale, with its interval.</summary>
internal static class PrecisionChart
{
    private const double Rarest = 0.001;
    private const double MostCommon = 0.1;
    private const int Steps = 40;

    /// <summary>The base rates that the chart names below it and the table beside it lists.</summary>
    public static IReadOnlyList<double> Named { get; } = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1];

    /// <param name="misses">Misses.</param>
    /// <param name="falseAlarms">False alarms.</param>
    /// <param name="baseRate">The one that this run supposes; it is marked.</param>
    /// <returns>Nothing where precision is not defined.</returns>
    public static Html Of(Rate misses, Rate falseAlarms, double baseRate)
    {
        PrecisionAt[] curve = [.. Enumerable.Range(0, Steps + 1).Select(step => PrecisionAt.Of(misses, falseAlarms, Rarest * Math.Pow(MostCommon / Rarest, (double)step / Steps)))];
        if (Array.Exists(curve, at => at.Value is null))
        {
            return Html.Empty;
        }

        var plot = new Plot(Plot.RoundTop(curve.Max(at => at.High ?? at.Value!.Value)));
        var band = curve.All(at => at.Low is not null)
            ? Html.Of($"""<path class="band" d="{plot.Band([.. curve.Select(at => (X(at.BaseRate), at.Low!.Value, at.High!.Value))])}"/>""")
            : Html.Empty;
        var here = baseRate is >= Rarest and <= MostCommon && PredictiveValue.Precision(1 - misses.Value, falseAlarms.Value, baseRate) is { } value
            ? Html.Of($"""<path class="ships" d="M{Plot.X(X(baseRate))} {plot.Y(0)}V{plot.Y(1)}"/><text class="tick middle ships-name" x="{Plot.X(X(baseRate))}" y="{plot.Y(1)}" dy="-4">supposed for this run</text><circle cx="{Plot.X(X(baseRate))}" cy="{plot.Y(value)}" r="5"/>""")
            : Html.Empty;
        return plot.Framed(
            "Precision by base rate; the figures are in the table below",
            [.. Named.Select(rate => (X(rate), Figures.BaseRate(rate).Text))],
            "tickets that must escalate, of all (logarithmic)",
            Html.Of($"""<g class="series precision">{band}<path class="line" d="{plot.Line(curve.Select(at => (X(at.BaseRate), at.Value!.Value)))}"/>{here}</g>"""));
    }

    private static double X(double baseRate) => Math.Log(baseRate / Rarest) / Math.Log(MostCommon / Rarest);
}
