namespace TnsEval.Gates;

/// <summary>A gate as GitHub workflow commands: an error for each rule that fails, a warning for each that is open, on the prompt's file.</summary>
public static class GitHubAnnotations
{
    /// <summary>One command a line.</summary>
    /// <param name="report">The gate.</param>
    /// <param name="promptFile">The prompt file, from the repository's root.</param>
    public static IEnumerable<string> Of(GateReport report, string promptFile) =>
        from result in report.WorstFirst
        where result.Verdict != GateVerdict.Pass
        let command = result.Verdict == GateVerdict.Fail ? "error" : "warning"
        select $"::{command} file={Property(promptFile)},title={Property($"Gate {RuleText.Word(result.Verdict)}: {result.Rule}")}::{Data(RuleText.Message(result))}";

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
