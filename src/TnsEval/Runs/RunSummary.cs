using TnsEval.Scoring;

namespace TnsEval.Runs;

/// <summary><c>summary.json</c>: the scores of a complete run. A function of manifest and journal, so <c>rescore</c> can write it again.</summary>
public sealed record RunSummary(int FormatVersion, string RunId, RunPrompt Prompt, RunModel Model, RunCases Cases, Scorecard Scores)
{
    /// <summary>Scores a journal.</summary>
    public static RunSummary Of(RunManifest manifest, IEnumerable<CaseRecord> records, ScoringOptions scoring) =>
        new(RunManifest.CurrentFormatVersion, manifest.Id, manifest.Prompt, manifest.Model, manifest.Cases, Scorecard.Of(records, scoring));
}
