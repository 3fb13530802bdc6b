using TnsEval.Reports.Markup;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Reports.Sections;

/// <summary>What tickets were labelled, against what they raised an alarm for.</summary>
internal static class ConfusionSection
{
    private static readonly HarmCategory[] Categories = Enum.GetValues<HarmCategory>();

    public static Html Of(RunReport report)
    {
        var counts = report.Run.Records.CountBy(record => (Row: RowOf(record), Column: ColumnOf(record))).ToDictionary();
        string[] rows = [.. InOrder(counts.Keys.Select(key => key.Row))];
        string[] columns = [.. InOrder(counts.Keys.Select(key => key.Column).Concat(rows.Where(row => row != "benign"))), "no alarm", .. counts.Keys.Any(key => key.Column == "not assessed") ? ["not assessed"] : Array.Empty<string>()];
        return Html.Of(
            $"""
            <section id="confusion" aria-labelledby="confusion-title"><h2 id="confusion-title">Confusion by category</h2>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="confusion-title"><table class="confusion">
            <caption>Rows: the label's first category. Columns: the first category of the alarm. The stronger the colour, the more of the row. An alarm in another category is still an alarm, so a hit.</caption>
            <thead><tr><td></td>{columns.Select(column => Html.Of($"""<th scope="col" class="upright"><span>{Words(column)}</span></th>"""))}<th scope="col" class="number">All</th></tr></thead>
            <tbody>{rows.Select(row => Row(row, columns, counts))}</tbody></table></div></section>
            """);
    }

    private static Html Row(string row, string[] columns, Dictionary<(string Row, string Column), int> counts)
    {
        var all = columns.Sum(column => counts.GetValueOrDefault((row, column)));
        return Html.Of(
            $"""<tr><th scope="row">{Words(row)}</th>{columns.Select(column => Cell(counts.GetValueOrDefault((row, column)), all, row == column || (row == "benign" && column == "no alarm")))}<td class="number all">{Figures.Count(all)}</td></tr>""");
    }

    private static Html Cell(int count, int all, bool isRight)
    {
        var shade = count == 0 ? 0 : 1 + (int)Math.Min(4, 5.0 * count / all);
        return Html.Of($"""<td class="cell shade-{shade}{(isRight ? " right" : "")}">{(count == 0 ? new Figure("") : Figures.Count(count))}</td>""");
    }

    private static string RowOf(CaseRecord record) => record.Label switch
    {
        { IsEscalate: false } => "benign",
        { Categories: [var first, ..] } => WireName<HarmCategory>.Of(first),
        _ => "no category",
    };

    private static string ColumnOf(CaseRecord record) => record.Assessment switch
    {
        null => "not assessed",
        { IsAlarm: false } => "no alarm",
        { Categories: [var first, ..] } => WireName<HarmCategory>.Of(first.Id),
        _ => "no category",
    };

    /// <summary>Categories in the taxonomy's order, then what is none.</summary>
    private static IEnumerable<string> InOrder(IEnumerable<string> names)
    {
        var present = names.ToHashSet(StringComparer.Ordinal);
        string[] all = [.. Categories.Select(WireName<HarmCategory>.Of), "no category", "benign"];
        return all.Where(present.Contains);
    }

    private static string Words(string name) => name.Replace('_', ' ');
}
