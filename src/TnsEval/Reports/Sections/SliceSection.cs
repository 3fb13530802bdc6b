using TnsEval.Reports.Charts;
using TnsEval.Reports.Markup;
using TnsEval.Scoring;
using TnsEval.Statistics;

namespace TnsEval.Reports.Sections;

/// <summary>The two rates in parts of the set. What rests on too few cases is greyed, and still counted out.</summary>
internal static class SliceSection
{
    private static readonly Side[] Sides = [new("misses", "miss", slice => slice.Misses), new("false alarms", "false-alarm", slice => slice.FalseAlarms)];

    public static Html Of(RunReport report)
    {
        var before = report.Baseline?.Scores.Slices.ToDictionary(slice => (slice.Kind, slice.Name));
        return Html.Of(
            $"""
            <section id="slices" aria-labelledby="slices-title"><h2 id="slices-title">Slices</h2>
            <p class="note">Grey: fewer than {Figures.TooFew} tickets, too few to compare. A ticket can be in several slices{(before is null ? "" : "; the baseline is the thinner bar")}.</p>
            {report.Run.Scores.Slices.GroupBy(slice => slice.Kind).Select(kind => Table(kind.Key, kind, slice => before?.GetValueOrDefault((slice.Kind, slice.Name))))}</section>
            """);
    }

    private static Html Table(SliceKind kind, IEnumerable<Slice> slices, Func<Slice, Slice?> before)
    {
        // Benign tickets have no severity from medium on, escalate tickets no hard-negative kind: a side without any ticket has no columns.
        Side[] sides = [.. Sides.Where(side => slices.Any(slice => side.Of(slice).Trials > 0))];
        return Html.Of(
            $"""
            <div class="scroll" tabindex="0" role="region" aria-label="By {Figures.Words(kind)}"><table class="slices">
            <caption>By {Figures.Words(kind)}</caption>
            <thead><tr><th scope="col">{Figures.Words(kind)}</th>{sides.Select(side => Html.Of($"""<th scope="col" class="number count">{side.Name}</th><th scope="col" class="number rate">rate</th><th scope="col" class="drawn"><span class="scale"><span>0</span><span>50</span><span>100 %</span></span></th>"""))}</tr></thead>
            <tbody>{slices.Select(slice => Html.Of($"""<tr><th scope="row">{Name(slice)}</th>{sides.Select(side => Cells(side.Of(slice), side.Kind, before(slice) is { } was ? side.Of(was) : null))}</tr>"""))}</tbody></table></div>
            """);
    }

    /// <summary>Tags stay as they are written in filters.</summary>
    private static string Name(Slice slice) => slice.Kind is SliceKind.StressTag or SliceKind.HardNegativeKind ? slice.Name : slice.Name.Replace('_', ' ');

    private static Html Cells(Rate rate, string kind, Rate? before) => rate.Trials == 0
        ? Html.Of($"""<td class="number">{Figures.Absent}</td><td></td><td></td>""")
        : Html.Of(
            $"""<td class="number{Few(rate)}">{Figures.Counts(rate)}</td><td class="number{Few(rate)}">{Figures.Percent(rate.Value)} <span class="between">{Figures.Between(rate)}</span></td><td class="drawn{Few(rate)}">{IntervalBar.Of(rate, kind, before is { Trials: > 0 } ? before : null)}</td>""");

    private static string Few(Rate rate) => rate.Trials / rate.Repeats < Figures.TooFew ? " few" : "";

    private sealed record Side(string Name, string Kind, Func<Slice, Rate> Of);
}
