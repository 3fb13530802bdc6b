using System.Globalization;
using System.Text;

namespace TnsEval.Gates;

/// <summary>A gate as GitHub-flavoured Markdown, for step summaries of GitHub and Azure DevOps.</summary>
public static class GateMarkdown
{
    /// <summary>The text, ending in a line end.</summary>
    public static string Of(GateReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## Gate: {RuleText.Word(report.Verdict)}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Code(report.Prompt.Name)} (`{report.Prompt.Hash[..12]}`) on {Code(report.Model.Name)}: {GateSummary.Of(report)}\n\n");
        text.Append("| verdict | rule | set | figure | why, and what would decide |\n|---|---|---|---|---|\n");
        foreach (var result in report.WorstFirst)
        {
            var word = RuleText.Word(result.Verdict);
            text.Append(CultureInfo.InvariantCulture, $"| {(result.Verdict == GateVerdict.Fail ? $"**{word}**" : word)} | {Cell(result.Rule)} | {Cell(result.Set ?? "")} | {Cell(RuleText.Figure(result))} | {Cell(RuleText.Open(result))} |\n");
        }

        text.Append('\n');
        foreach (var run in report.Runs)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {Code(run.Cases.Set)}: {run.Cases.Count} tickets, run {Code(run.Id)}{(run.Baseline is { } baseline ? $", baseline {Code(baseline)}" : "")}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"\n{GateSummary.Method(report)}\n").ToString();
    }

    /// <summary>Text in a cell can neither end the cell nor begin markup.</summary>
    private static string Cell(string text) => new StringBuilder(text)
        .Replace("\\", "\\\\").Replace("|", "\\|").Replace("<", "&lt;").Replace("*", "\\*").Replace("_", "\\_").Replace("`", "\\`")
        .Replace("[", "\\[").Replace("@", "&#64;").Replace("\r", " ").Replace("\n", " ").ToString();

    private static string Code(string text) => $"`{text.Replace('`', '\'').ReplaceLineEndings(" ")}`";
}
