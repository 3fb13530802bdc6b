using TnsEval.Comparing;
using TnsEval.Reports.Charts;
using TnsEval.Reports.Markup;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsEval.Sweeping;

namespace TnsEval.Reports.Sections;

/// <summary>The figures to read if only one table is read: counts, rate, interval, the interval drawn, and the change where there is a baseline.</summary>
internal static class HeadlineSection
{
    public static Html Of(RunReport report)
    {
        var scores = report.Run.Scores;
        var before = report.Baseline?.Scores;
        Html[] rows =
        [
            Row(report, "False alarms", "benign tickets that raised an alarm", "false-alarm", scores.FalseAlarms, before?.FalseAlarms, report.Difference?.FalseAlarms),
            Row(report, "Misses", "escalate tickets that raised none", "miss", scores.Misses, before?.Misses, report.Difference?.Misses),
            Row(report, "Pairs right", "twins that differ in the deciding fact, both right", "other", scores.Pairs, before?.Pairs, report.Difference?.PairsRight),
            Row(report, "Assessed", "answers that kept the contract", "other", scores.Coverage, before?.Coverage),
            .. scores.Stability is { } stability
                ? [Row(report, "Unanimous", "tickets whose repeats all agree", "other", stability.Unanimous, before?.Stability?.Unanimous)]
                : Array.Empty<Html>(),
            Precision(report),
        ];
        return Html.Of(
            $"""
            <section id="headline" aria-labelledby="headline-title"><h2 id="headline-title">Headline</h2>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="headline-title"><table class="headline">
            <caption>Each rate with its counts and 95 % Wilson interval{(report.Baseline is { } baseline ? $"; below the bar, thinner, {baseline.Name}" : "")}.</caption>
            <thead><tr><th scope="col">Measure</th><th scope="col" class="number">Rate</th><th scope="col" class="number">Count</th><th scope="col" class="number">95 % interval</th>
            <th scope="col" class="drawn"><span class="scale"><span>0</span><span>50</span><span>100 %</span></span></th>{(before is null ? Html.Empty : Html.Of($"""<th scope="col" class="number">Baseline</th><th scope="col" class="number">Change, points</th><th scope="col" class="number p">p</th>"""))}</tr></thead>
            <tbody>{rows}</tbody></table></div>
            <p class="note">{Unassessed(scores)} {Reviews(scores)}{(report.Difference is null ? "" : " Changes are of the same tickets: Newcombe's paired 95 % interval, McNemar's mid-p.")}</p></section>
            """);
    }

    private static Html Row(RunReport report, string name, string meaning, string kind, Rate rate, Rate? before, PairedDifference? difference = null) => Row(
        report, name, meaning, kind, rate.Value, rate.Trials == 0 ? null : Wilson.Interval(rate), Figures.Counts(rate),
        before is { Trials: > 0 } other ? (other.Value, Wilson.Interval(other)) : null, difference);

    private static Html Precision(RunReport report)
    {
        var at = PrecisionOf(report.Run.Scores);
        var before = report.Baseline is { } baseline ? PrecisionAt.Of(baseline.Scores.Misses, baseline.Scores.FalseAlarms, at.BaseRate) : null;
        return Row(
            report, "Precision", $"right alarms, where {Figures.BaseRate(at.BaseRate)} of tickets must escalate", "other",
            at.Value, IntervalOf(at), new Figure(""), before is null ? null : (before.Value, IntervalOf(before)));

        static Interval? IntervalOf(PrecisionAt at) => at is { Low: { } low, High: { } high } ? new Interval(low, high) : null;
    }

    private static PrecisionAt PrecisionOf(Scorecard scores) => PrecisionAt.Of(scores.Misses, scores.FalseAlarms, scores.BaseRate);

    private static Html Row(
        RunReport report, string name, string meaning, string kind, double? value, Interval? interval, Figure counts, (double? Value, Interval? Interval)? before,
        PairedDifference? difference = null) => Html.Of(
        $"""
        <tr><th scope="row">{name}<span class="meaning">{meaning}</span></th><td class="number rate">{Figures.Percent(value)}</td><td class="number">{counts}</td><td class="number">{Figures.Between(interval)}</td>
        <td class="drawn">{IntervalBar.Of(value, interval, kind, before)}</td>{(report.Baseline is null ? Html.Empty : Html.Of($"""<td class="number">{Figures.Percent(before?.Value)}</td><td class="number">{Figures.Points(difference?.Difference ?? value - before?.Value)}<span class="meaning">{(difference is null ? new Figure("") : Figures.PointsBetween(difference.Interval))}</span></td><td class="number">{(difference is null ? new Figure("") : Figures.P(difference.MidP))}</td>"""))}</tr>
        """);

    private static string Unassessed(Scorecard scores)
    {
        var missing = scores.Coverage.Trials - scores.Coverage.Events;
        var kinds = scores.Outcomes.Where(outcome => outcome.Key != OutcomeKind.Assessed && outcome.Value > 0).Select(outcome => $"{Figures.Words(outcome.Key)} {Figures.Count(outcome.Value)}");
        return missing == 0
            ? "Every ticket was assessed."
            : $"{Figures.Count(missing)} not assessed ({string.Join(", ", kinds)}), counted {Figures.Words(scores.InvalidPolicy)}.";
    }

    private static string Reviews(Scorecard scores) =>
        $"No alarm, but a review: {Figures.Count(scores.Verdicts[TnsTriage.Assessments.Verdict.Review])}. Asking for a person, whatever the verdict: {Figures.Count(scores.NeedsHuman)}.";
}
