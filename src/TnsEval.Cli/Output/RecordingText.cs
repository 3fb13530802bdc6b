using TnsEval.Runs;

namespace TnsEval.Cli.Output;

/// <summary>What became of recording and replaying, for people.</summary>
internal static class RecordingText
{
    /// <summary>Writes what there is to say of a command's runs.</summary>
    /// <returns>Whether every answer that was to come from a recording did.</returns>
    public static bool Write(TextWriter error, Workspace workspace, IEnumerable<RunSummary> summaries, RunPlan plan)
    {
        var isReplayed = true;
        foreach (var (summary, setup) in summaries.Zip(plan.Runs))
        {
            if (summary.NotRecorded > 0)
            {
                isReplayed = false;
                error.WriteLine($"{summary.RunId}: {summary.NotRecorded} of {summary.Cases.Count} cases have no recorded answer and count as failed: the prompt, the tickets, the seed or a setting of the request changed since the recording. Take the change back, or record again.");
            }

            if (setup.Options.Record is { } record)
            {
                var cassette = workspace.ForUser(workspace.Settings.Resolve(record));
                var lost = summary.Scores.Outcomes[OutcomeKind.Failed] + summary.Scores.Outcomes[OutcomeKind.TimedOut];
                error.WriteLine(lost == 0
                    ? $"Recorded in {cassette}. It quotes tickets: read it before you share it."
                    : $"Recorded in {cassette}, but for {lost} cases that failed or timed out, which a replay will miss. Record again when the cause is mended.");
            }
        }

        if (plan.CacheFailure is { } failure)
        {
            error.WriteLine($"Answers could not be kept in the cache ({failure.TrimEnd('.')}); the runs are whole without it.");
        }

        return isReplayed;
    }
}
