using TnsEval.Gates;

namespace TnsEval.Cli.Output;

/// <summary>Tells the CI system that a gate runs in, GitHub Actions or Azure Pipelines, in its own way; nothing elsewhere.</summary>
internal static class PipelineReport
{
    public static void Write(CommandContext context, GateReport report)
    {
        if (context.ReadVariable("GITHUB_ACTIONS") == "true")
        {
            Write(context.Error, GitHubAnnotations.Of(report, report.Prompt.File));
        }

        if (context.ReadVariable("GITHUB_STEP_SUMMARY") is { Length: > 0 } summary)
        {
            File.AppendAllText(summary, GateMarkdown.Of(report));   // the file is the whole step's
        }

        if (string.Equals(context.ReadVariable("TF_BUILD"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Write(context.Error, AzureLogIssues.Of(report, report.Prompt.File));
            if (context.ReadVariable("AGENT_TEMPDIRECTORY") is { Length: > 0 } folder)
            {
                var path = Path.GetFullPath(Path.Combine(folder, $"tnseval-gate-{report.Runs[0].Id}.md"));
                WholeFile.Write(path, GateMarkdown.Of(report));
                context.Error.WriteLine(AzureLogIssues.UploadSummary(path));
            }
        }
    }

    /// <summary>To standard error, which both systems read commands from: standard output may be a JSON document.</summary>
    private static void Write(TextWriter error, IEnumerable<string> commands)
    {
        foreach (var command in commands)
        {
            error.WriteLine(command);
        }
    }
}
