using TnsEval.Runs.EarlyStopping;
using TnsEval.Scoring;
using TnsEval.Statistics;

namespace TnsEval.Runs;

/// <summary><c>summary.json</c>: the scores of a complete run. A function of manifest and journal, so <c>rescore</c> can write it again.</summary>
/// <param name="FormatVersion">See <see cref="RunManifest.CurrentFormatVersion"/>.</param>
/// <param name="RunId">The run.</param>
/// <param name="Prompt">Its prompt version.</param>
/// <param name="Model">Its model.</param>
/// <param name="Cases">Its cases.</param>
/// <param name="CachedAnswers">Answers that came from the cache.</param>
/// <param name="NotRecorded">Cases that failed because a recording that was to answer does not hold them; such a run proves nothing about its prompt.</param>
/// <param name="Scores">The figures; of a run with limits, of the cases that were counted.</param>
/// <param name="Stop">
/// What was shown of the run's limits; null when it had none. Their rates were looked at after each case: to these the intervals that stand beside every
/// rate do not apply, only those given here.
/// </param>
public sealed record RunSummary(
    int FormatVersion, string RunId, RunPrompt Prompt, RunModel Model, RunCases Cases, int CachedAnswers, int NotRecorded, Scorecard Scores, StopReport? Stop = null)
{
    /// <summary>The 95 % interval of one of the run's rates: Wilson's, or one that holds wherever one stops, when the run had limits to stop at.</summary>
    public Interval IntervalOf(Rate rate) => Stop is null ? Wilson.Interval(rate) : ConfidenceSequence.Interval(rate);

    /// <summary>Scores a journal, whole or of a run that stopped.</summary>
    public static RunSummary Of(RunManifest manifest, IEnumerable<CaseRecord> records, ScoringOptions scoring)
    {
        var tally = new RunTally(scoring);
        foreach (var record in records)
        {
            tally.Add(record);
        }

        return tally.Summarize(manifest);
    }

    /// <summary>Scores the journal of a run that came to its end.</summary>
    /// <exception cref="RunFolderException">The journal does not hold as many cases as the run had: the figures would be of something else.</exception>
    public static RunSummary OfComplete(RunManifest manifest, IEnumerable<CaseRecord> records, ScoringOptions scoring) =>
        Of(manifest, records, scoring).Complete(manifest);

    /// <summary>This summary, when it is of as many cases as the run had.</summary>
    /// <exception cref="RunFolderException">It is not.</exception>
    internal RunSummary Complete(RunManifest manifest)
    {
        var (held, planned) = (Scores.Records, manifest.Stop?.After ?? manifest.Planned);
        return held == planned
            ? this
            : throw new RunFolderException($"{manifest.Id}: the journal holds {held} cases, the run had {planned}. Restore cases.jsonl, or run again.");
    }
}
