using System.Text.Json.Serialization;
using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Scoring;

namespace TnsEval.Comparing;

/// <summary>A run to be compared.</summary>
/// <param name="manifest">What it was.</param>
/// <param name="records">Its journal, to be gone through more than once.</param>
public sealed class ComparedRun(RunManifest manifest, IEnumerable<CaseRecord> records)
{
    /// <summary>What it was.</summary>
    [JsonIgnore]
    public RunManifest Manifest => manifest;

    /// <summary>The run's id.</summary>
    public string Run => manifest.Id;

    /// <summary>Its prompt version.</summary>
    public RunPrompt Prompt => manifest.Prompt;

    /// <summary>Its model.</summary>
    public RunModel Model => manifest.Model;

    /// <summary>Its cases.</summary>
    public RunCases Cases => manifest.Cases;

    /// <summary>How often each ticket was asked.</summary>
    public int Repeats => manifest.Options.Repeats;

    /// <summary>Its journal, without rewritten tickets.</summary>
    [JsonIgnore]
    public IEnumerable<CaseRecord> Records => records.Where(record => record.IsOriginal);

    /// <summary>Its summary, over all its tickets.</summary>
    /// <exception cref="RunFolderException">The journal is not whole.</exception>
    internal RunSummary Summary(ScoringOptions scoring) => RunSummary.OfComplete(manifest, records, scoring);

    /// <summary>Its scores over some of its tickets.</summary>
    internal Scorecard Scores(IReadOnlySet<CaseId> of, ScoringOptions scoring) => Scorecard.Of(Records.Where(record => of.Contains(record.Id)), scoring);
}
