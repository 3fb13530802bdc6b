using TnsEval.Reports.Charts;
using TnsEval.Reports.Markup;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsEval.Sweeping;

namespace TnsEval.Reports.Sections;

/// <summary>The two curves, each with its figures as a table: errors by the severity that alarms, and precision by base rate.</summary>
internal static class OperatingPointSection
{
    public static Html Of(RunReport report)
    {
        var (sweep, scores) = (report.Sweep, report.Run.Scores);
        OperatingPoint[] points = [.. sweep.Points.Where(point => point.InvalidPolicy == scores.InvalidPolicy && !point.NeedsHumanAlarms)];
        return Html.Of(
            $"""
            <section id="points" aria-labelledby="points-title"><h2 id="points-title">Operating points</h2>
            <p class="note">{Ranked(sweep.Ranking)}</p>
            <div class="charts"><figure><figcaption>Errors by the severity from which an alarm is raised<span class="keys-of-chart"><span class="key miss">misses</span><span class="key false-alarm">false alarms</span></span></figcaption>{ThresholdChart.Of(points)}</figure>
            <figure><figcaption>Precision: the share of alarms that would be right, by how rare tickets are that must escalate</figcaption>{PrecisionChart.Of(scores.Misses, scores.FalseAlarms, scores.BaseRate)}
            {PrecisionTable(scores)}</figure></div>
            {PointTables(sweep, scores.InvalidPolicy)}</section>
            """);
    }

    private static string Ranked(Ranking ranking) => ranking.Auroc is null
        ? "The severity cannot be tried as a score: there are no assessed tickets of both labels."
        : $"Severity as a score: AUROC {Figures.Decimals(ranking.Auroc, "0.000")}{(ranking.AurocLow is null ? "" : $" ({Figures.Decimals(ranking.AurocLow, "0.000")}–{Figures.Decimals(ranking.AurocHigh, "0.000")})")}, average precision {Figures.Decimals(ranking.AveragePrecision, "0.000")}, over {Figures.Count(ranking.Cases)} assessed tickets. 0.5 would be chance.";

    private static Html PrecisionTable(Scorecard scores) => Html.Of(
        $"""
        <details><summary>Precision as a table</summary><table class="precision"><thead><tr><th scope="col" class="number">Must escalate</th><th scope="col" class="number">Precision</th><th scope="col" class="number">95 % interval</th><th scope="col" class="number">False alarms for each hit</th><th scope="col" class="number">False-alarm rate at which half of all alarms would be right</th></tr></thead>
        <tbody>{PrecisionChart.Named.Select(rate => PrecisionAt.Of(scores.Misses, scores.FalseAlarms, rate)).Select(at => Html.Of(
            $"""<tr><th scope="row" class="number">{Figures.BaseRate(at.BaseRate)}</th><td class="number">{Figures.Percent(at.Value)}</td><td class="number">{Between(at)}</td><td class="number">{Figures.Decimals(PredictiveValue.FalseAlarmsPerHit(1 - scores.Misses.Value, scores.FalseAlarms.Value, at.BaseRate), "#,0.0")}</td><td class="number">{Budget(scores, at.BaseRate)}</td></tr>"""))}</tbody></table></details>
        """);

    private static Figure Budget(Scorecard scores, double baseRate) =>
        new(scores.Misses.Value is { } misses ? $"{Figures.Decimals(100 * PredictiveValue.FalseAlarmBudget(0.5, 1 - misses, baseRate), "0.00")} %" : Figures.Absent);

    private static Html PointTables(Sweep sweep, InvalidPolicy own)
    {
        if (sweep.Unassessed == 0)
        {
            return Table(sweep, InvalidPolicy.AsPositive, "Operating points. Every ticket was assessed, so it makes no difference what missing answers count as.");
        }

        var others = Enum.GetValues<InvalidPolicy>().Where(policy => policy != own).Select(policy => Table(sweep, policy, $"Missing answers counted {Figures.Words(policy)}"));
        return Html.Of(
            $"""{Table(sweep, own, $"Operating points, missing answers counted {Figures.Words(own)}")}<details><summary>With missing answers counted otherwise</summary>{others}</details>""");
    }

    private static Html Table(Sweep sweep, InvalidPolicy policy, string caption) => Html.Of(
        $"""
        <div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table class="points">
        <caption>{caption} Alarms and reviews for {Figures.Count(sweep.TicketsPerDay)} tickets a day, of which {Figures.BaseRate(sweep.BaseRate)} must escalate. Let by: of 1,000 tickets without an alarm, how many had to escalate.</caption>
        <thead><tr><th scope="col">Alarm from</th><th scope="col">Asks for a person</th><th scope="col" class="number">Misses</th><th scope="col" class="number">Rate</th><th scope="col" class="number">False alarms</th><th scope="col" class="number">Rate</th>
        {SweepOptions.PrecisionBaseRates.Select(rate => Html.Of($"""<th scope="col" class="number">Precision at {Figures.BaseRate(rate)}</th>"""))}<th scope="col" class="number">Alarms</th><th scope="col" class="number">Reviews</th><th scope="col" class="number">Let by</th></tr></thead>
        <tbody>{sweep.Points.Where(point => point.InvalidPolicy == policy).Select(Row)}</tbody></table></div>
        """);

    private static Html Row(OperatingPoint point) => Html.Of(
        $"""
        <tr class="{(point.Ships ? "shipping" : "")}"><th scope="row">{Figures.Words(point.AlarmFrom)}{(point.Ships ? Html.Of($"""<span class="tag">ships</span>""") : Html.Empty)}</th><td>{(point.NeedsHumanAlarms ? "alarm" : "review")}</td>
        <td class="number">{Figures.Counts(point.Misses)}</td><td class="number">{Figures.Percent(point.Misses.Value)} <span class="between">{Figures.Between(point.Misses)}</span></td>
        <td class="number">{Figures.Counts(point.FalseAlarms)}</td><td class="number">{Figures.Percent(point.FalseAlarms.Value)} <span class="between">{Figures.Between(point.FalseAlarms)}</span></td>
        {point.Precision.Select(at => Html.Of($"""<td class="number">{Figures.Percent(at.Value)} <span class="between">{Between(at)}</span></td>"""))}<td class="number">{Figures.Decimals(point.AlarmsPerDay, "#,0.0")}</td><td class="number">{Figures.Decimals(point.ReviewsPerDay, "#,0.0")}</td><td class="number">{Figures.Decimals(point.MissedPer1000Passed, "0.00")}</td></tr>
        """);

    private static Figure Between(PrecisionAt at) => Figures.Between(at is { Low: { } low, High: { } high } ? new Interval(low, high) : null);
}
