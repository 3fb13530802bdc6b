namespace TnsEval.Gates;

/// <summary>A gate as Azure Pipelines logging commands: an error for each rule that fails, a warning for each that is open, on the prompt's file.</summary>
public static class AzureLogIssues
{
    /// <summary>One command a line.</summary>
    /// <param name="report">The gate.</param>
    /// <param name="promptFile">The prompt file, from the repository's root.</param>
    public static IEnumerable<string> Of(GateReport report, string promptFile) =>
        from result in report.WorstFirst
        where result.Verdict != GateVerdict.Pass
        let type = result.Verdict == GateVerdict.Fail ? "error" : "warning"
        select $"##vso[task.logissue type={type};sourcepath={Property(promptFile)}]{Data($"{result.Rule}: {RuleText.Message(result)}")}";

    /// <summary>Shows a Markdown file on the run's page.</summary>
    /// <param name="path">The file, absolute.</param>
    public static string UploadSummary(string path) => $"##vso[task.uploadsummary]{Data(path)}";

    private static string Data(string text) =>
        text.Replace("%", "%AZP25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(";", "%3B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal);
}
