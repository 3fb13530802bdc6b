using TnsEval.Scoring;

namespace TnsEval.Runs;

/// <summary><c>summary.json</c>: the scores of a complete run. A function of manifest and journal, so <c>rescore</c> can write it again.</summary>
public sealed record RunSummary(int FormatVersion, string RunId, RunPrompt Prompt, RunModel Model, RunCases Cases, Scorecard Scores)
{
    /// <summary>Scores a journal, whole or of a run that stopped.</summary>
    public static RunSummary Of(RunManifest manifest, IEnumerable<CaseRecord> records, ScoringOptions scoring) =>
        new(RunManifest.CurrentFormatVersion, manifest.Id, manifest.Prompt, manifest.Model, manifest.Cases, Scorecard.Of(records, scoring));

    /// <summary>Scores the journal of a run that came to its end.</summary>
    /// <exception cref="RunFolderException">The journal does not hold as many cases as the run had: the figures would be of something else.</exception>
    public static RunSummary OfComplete(RunManifest manifest, IEnumerable<CaseRecord> records, ScoringOptions scoring)
    {
        var summary = Of(manifest, records, scoring);
        var (held, planned) = (summary.Scores.Coverage.Trials, manifest.Cases.Count * manifest.Options.Repeats);
        return held == planned
            ? summary
            : throw new RunFolderException($"{manifest.Id}: the journal holds {held} cases, the run had {planned}. Restore cases.jsonl, or run again.");
    }
}
