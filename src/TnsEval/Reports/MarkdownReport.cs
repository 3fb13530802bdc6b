using System.Text;
using TnsEval.Comparing;
using TnsEval.EvalSets;
using TnsEval.Reports.Markup;
using TnsEval.Reports.Sections;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsEval.Sweeping;

namespace TnsEval.Reports;

/// <summary>
/// A report for a pull request: what changed first, details folded, ids and figures only, whatever text the report holds. Blocks that would make a
/// comment longer than GitHub takes are left out, and it says so. The same report gives the same bytes.
/// </summary>
public static class MarkdownReport
{
    /// <summary>The most characters that GitHub takes in one comment.</summary>
    public const int MostCharacters = 65_536;

    private const int MostIds = 50;
    private const int MostRows = 150;
    private const int WorstShown = 5;

    private static readonly Markdown LeftOut = Markdown.Of($"\nMore was left out: a comment holds {MostCharacters} characters at most. `tnseval report --html` has all of it.\n");

    /// <summary>The document, in UTF-8.</summary>
    public static byte[] Of(RunReport report)
    {
        var text = new StringBuilder();
        var isCut = false;
        foreach (var block in Blocks(report))
        {
            if (text.Length + block.Length + LeftOut.Length <= MostCharacters)
            {
                text.Append(block);
            }
            else
            {
                isCut = true;
            }
        }

        return Encoding.UTF8.GetBytes(text.Append(isCut ? LeftOut.ToString() : "").ToString());
    }

    private static Markdown[] Blocks(RunReport report) =>
    [
        Title(report),
        Headline(report),
        report.Comparison is { } comparison ? Flips("broken", "right before, wrong now", comparison.Broken, isOpen: true) : default,
        report.Comparison is { } other ? Flips("fixed", "wrong before, right now", other.Fixed, isOpen: false) : default,
        Worst(report.Run.Scores),
        Points(report),
        Slices(report.Run.Scores),
        Provenance("Provenance", ProvenanceSection.Facts(report.Run)),
        report.Baseline is { } baseline ? Provenance("Where the baseline differs", ProvenanceSection.Facts(baseline).Except(ProvenanceSection.Facts(report.Run))) : default,
    ];

    private static Markdown Title(RunReport report)
    {
        var (run, cases) = (report.Run, report.Run.Manifest.Cases);
        var against = report.Baseline is { } baseline ? Markdown.Of($", against {baseline.Manifest.Prompt.Name} on {baseline.Manifest.Model.Name}") : default;
        var stopped = run.IsComplete ? default : Markdown.Of(
            $"> [!WARNING]\n> This run stopped after {Figures.Count(run.Scores.Coverage.Trials)} of {Figures.Count(cases.Count * run.Manifest.Options.Repeats)} answers: every figure here is of a part.\n\n");
        return Markdown.Of($"### {run.Manifest.Prompt.Name} on {run.Manifest.Model.Name}{against}\n\n{cases.Set}, {Figures.Count(run.Scores.Cases)} tickets\n\n{stopped}");
    }

    private static Markdown Headline(RunReport report)
    {
        var (now, before) = (report.Run.Scores, report.Baseline?.Scores);
        return Markdown.Of(
            $"| | this run |{Columns(before is null, " baseline | change, points | p |")}\n|---|---:|{Columns(before is null, "---:|---:|---:|")}\n{Row("false alarms", now.FalseAlarms, before?.FalseAlarms, report.Difference?.FalseAlarms)}{Row("misses", now.Misses, before?.Misses, report.Difference?.Misses)}{Row("pairs right", now.Pairs, before?.Pairs, report.Difference?.PairsRight)}{Row("assessed", now.Coverage, before?.Coverage, null)}{Precision(now, before)}\n");

        Markdown Row(string name, Rate rate, Rate? was, PairedDifference? difference) => was is { } other
            ? Markdown.Of($"| {new Figure(name)} | {Described(rate)} | {Described(other)} | {Change(rate.Value - other.Value, difference)} |\n")
            : Markdown.Of($"| {new Figure(name)} | {Described(rate)} |\n");
    }

    private static Markdown Precision(Scorecard now, Scorecard? before)
    {
        var name = new Figure($"precision where {Figures.BaseRate(now.BaseRate)} must escalate");
        var at = PrecisionAt.Of(now.Misses, now.FalseAlarms, now.BaseRate);
        var was = before is null ? null : PrecisionAt.Of(before.Misses, before.FalseAlarms, now.BaseRate);
        return was is null
            ? Markdown.Of($"| {name} | {Described(at)} |\n")
            : Markdown.Of($"| {name} | {Described(at)} | {Described(was)} | {Figures.Points(at.Value - was.Value)} | |\n");
    }

    /// <summary>The paired difference with its interval and p where there is one, else the bare difference.</summary>
    private static Figure Change(double? bare, PairedDifference? difference) => new(difference is null
        ? $"{Figures.Points(bare)} | "
        : $"{Figures.Points(difference.Difference)} [{Figures.PointsBetween(difference.Interval)}] | {Figures.P(difference.MidP)}");

    private static Markdown Flips(string kind, string meaning, IReadOnlyList<FlippedCase> cases, bool isOpen) => cases.Count == 0
        ? Markdown.Of($"No case is {new Figure(kind)}.\n\n")
        : Markdown.Of(
            $"""
            <details{new Figure(isOpen ? " open" : "")}><summary>{Figures.Count(cases.Count)} {new Figure(kind)}: {new Figure(meaning)}</summary>

            | case | label | before | now |
            |---|---|---|---|
            {cases.Take(MostIds).Select(flip => Markdown.Of($"| {flip.Id.Value} | {Figures.Words(flip.After.Label)} | {FlipSection.Describe(flip.Before)} | {FlipSection.Describe(flip.After)} |\n"))}{(cases.Count > MostIds ? Markdown.Of($"\n... and {Figures.Count(cases.Count - MostIds)} more\n") : default)}
            </details>


            """);

    private static Markdown Worst(Scorecard scores)
    {
        var rows = Rows("misses", slice => slice.Misses).Concat(Rows("false alarms", slice => slice.FalseAlarms)).ToArray();
        return rows.Length == 0 ? default : Markdown.Of(
            $"Worst slices of at least {Figures.TooFew} tickets, by the lower end of the interval:\n\n| slice | error | rate |\n|---|---|---:|\n{rows}\n");

        IEnumerable<Markdown> Rows(string name, Func<Slice, Rate> rate) => scores.Slices
            .Where(slice => rate(slice).Trials / rate(slice).Repeats >= Figures.TooFew && rate(slice).Events > 0)
            .OrderByDescending(slice => Wilson.Interval(rate(slice)).Low)
            .Take(WorstShown)
            .Select(slice => Markdown.Of($"| {Figures.Words(slice.Kind)} {slice.Name} | {new Figure(name)} | {Described(rate(slice))} |\n"));
    }

    private static Markdown Points(RunReport report) => Markdown.Of(
        $"""
        <details><summary>Operating points</summary>

        Missing answers counted {Figures.Words(report.Run.Scores.InvalidPolicy)}; for {Figures.Count(report.Sweep.TicketsPerDay)} tickets a day, of which {Figures.BaseRate(report.Sweep.BaseRate)} must escalate.
        Let by: of 1,000 tickets without an alarm, how many had to escalate.

        | alarm from | asks for a person | misses | false alarms | alarms | reviews | let by |
        |---|---|---:|---:|---:|---:|---:|
        {report.Sweep.Points.Where(point => point.InvalidPolicy == report.Run.Scores.InvalidPolicy).Select(point => Markdown.Of(
            $"| {Figures.Words(point.AlarmFrom)} | {new Figure(point.NeedsHumanAlarms ? "alarm" : "review")} | {Described(point.Misses)} | {Described(point.FalseAlarms)} | {Figures.Decimals(point.AlarmsPerDay, "#,0.0")} | {Figures.Decimals(point.ReviewsPerDay, "#,0.0")} | {Figures.Decimals(point.MissedPer1000Passed, "0.00")} |\n"))}
        </details>


        """);

    private static Markdown Slices(Scorecard scores) => Markdown.Of(
        $"""
        <details><summary>All slices</summary>

        | by | slice | misses | false alarms |
        |---|---|---:|---:|
        {scores.Slices.Take(MostRows).Select(slice => Markdown.Of($"| {Figures.Words(slice.Kind)} | {slice.Name} | {Described(slice.Misses)} | {Described(slice.FalseAlarms)} |\n"))}{(scores.Slices.Count > MostRows ? Markdown.Of($"\n... and {Figures.Count(scores.Slices.Count - MostRows)} more\n") : default)}
        </details>


        """);

    private static Markdown Provenance(string title, IEnumerable<(string Name, string Value)> facts) => Markdown.Of(
        $"""
        <details><summary>{new Figure(title)}</summary>

        | | |
        |---|---|
        {facts.Select(fact => Markdown.Of($"| {new Figure(fact.Name)} | {fact.Value} |\n"))}
        </details>


        """);

    private static Figure Columns(bool isAlone, string columns) => new(isAlone ? "" : columns);

    private static Figure Described(Rate rate) => rate.Trials == 0 ? new Figure(Figures.Absent) : new Figure($"{Figures.Counts(rate)} = {Figures.Percent(rate.Value)} [{Figures.Between(rate)}]");

    private static Figure Described(PrecisionAt at) => new(at.Low is { } low && at.High is { } high
        ? $"{Figures.Percent(at.Value)} [{Figures.Between(new Interval(low, high))}]"
        : Figures.Percent(at.Value).Text);
}
