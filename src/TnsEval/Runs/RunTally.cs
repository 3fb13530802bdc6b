using TnsEval.Scoring;

namespace TnsEval.Runs;

/// <summary>Scores a run record by record, in any order; keeps counters, never the records. Safe to use from many threads.</summary>
/// <param name="scoring">How; without problems, see <see cref="ScoringOptions.Check"/>.</param>
/// <param name="cases">How many to expect, where that is known.</param>
internal sealed class RunTally(ScoringOptions scoring, int cases = 0)
{
    private readonly Lock _lock = new();
    private readonly ScoringPass _scores = new(scoring, cases);
    private int _cached;
    private int _notRecorded;

    public void Add(CaseRecord record)
    {
        lock (_lock)
        {
            _scores.Add(record);
            _cached += record.CachedAnswers;
            _notRecorded += record.IsNotRecorded ? 1 : 0;
        }
    }

    /// <summary>The summary of what was added. Once, at the end.</summary>
    public RunSummary Summarize(RunManifest manifest)
    {
        lock (_lock)
        {
            var scores = _scores.End();
            return new RunSummary(
                RunManifest.CurrentFormatVersion, manifest.Id, manifest.Prompt, manifest.Model, manifest.Cases, _cached, _notRecorded, scores, manifest.Stop?.WithSaving(scores.Tokens));
        }
    }
}
