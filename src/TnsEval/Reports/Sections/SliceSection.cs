using TnsEval.Reports.Charts;
using TnsEval.Reports.Markup;
using TnsEval.Scoring;
using TnsEval.Statistics;

namespace TnsEval.Reports.Sections;

/// <summary>The two rates in parts of the set. What rests on too few cases is greyed, and still counted out.</summary>
internal static class SliceSection
{
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

    private static Html Table(SliceKind kind, IEnumerable<Slice> slices, Func<Slice, Slice?> before) => Html.Of(
        $"""
        <div class="scroll" tabindex="0" role="region" aria-label="By {Figures.Words(kind)}"><table class="slices">
        <caption>By {Figures.Words(kind)}</caption>
        <thead><tr><th scope="col">{Figures.Words(kind)}</th><th scope="col" class="number">Misses</th><th scope="col" class="number">Rate</th><th scope="col" class="drawn">0 to 100 %</th><th scope="col" class="number">False alarms</th><th scope="col" class="number">Rate</th><th scope="col" class="drawn">0 to 100 %</th></tr></thead>
        <tbody>{slices.Select(slice => Html.Of($"""<tr><th scope="row">{slice.Name}</th>{Side(slice.Misses, "miss", before(slice)?.Misses)}{Side(slice.FalseAlarms, "false-alarm", before(slice)?.FalseAlarms)}</tr>"""))}</tbody></table></div>
        """);

    private static Html Side(Rate rate, string kind, Rate? before) => rate.Trials == 0
        ? Html.Of($"""<td class="number">{Figures.Absent}</td><td></td><td></td>""")
        : Html.Of(
            $"""<td class="number{Few(rate)}">{Figures.Counts(rate)}</td><td class="number{Few(rate)}">{Figures.Percent(rate.Value)} <span class="between">{Figures.Between(rate)}</span></td><td class="drawn{Few(rate)}">{IntervalBar.Of(rate, kind, before is { Trials: > 0 } ? before : null)}</td>""");

    private static string Few(Rate rate) => rate.Trials / rate.Repeats < Figures.TooFew ? " few" : "";
}
