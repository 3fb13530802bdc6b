using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsTriage;

namespace TnsEval.Gates;

/// <summary>A complete run over a whole set, as a gate sees it.</summary>
public sealed class GatedRun
{
    private GatedRun(RunFolder folder, RunManifest manifest, Scorecard scores) => (Folder, Manifest, Scores) = (folder, manifest, scores);

    /// <summary>Its folder.</summary>
    public RunFolder Folder { get; }

    /// <summary>What was run.</summary>
    public RunManifest Manifest { get; }

    /// <summary>Its figures, counted as the gate's settings say.</summary>
    public Scorecard Scores { get; }

    /// <summary>The run beside the baseline's on the same cases; null when there is none.</summary>
    public BaselineComparison? Baseline { get; private init; }

    /// <summary>Reads a run; null and a problem when a gate cannot go by it.</summary>
    /// <exception cref="RunFolderException">Its files are damaged.</exception>
    public static GatedRun? Read(RunFolder folder, ScoringOptions scoring, ICollection<Problem> problems)
    {
        var manifest = folder.ReadManifest();
        if (Unusable(folder, manifest) is var (what, fix))
        {
            problems.Add(new Problem(manifest.Id, what, fix));
            return null;
        }

        var summary = RunSummary.OfComplete(manifest, JournalReader.Read(folder.JournalPath), scoring);
        if (summary.NotRecorded > 0)
        {
            problems.Add(new Problem(manifest.Id, $"its recording lacks the answers to {summary.NotRecorded} cases", "Record again, and replay again"));
            return null;
        }

        return new GatedRun(folder, manifest, summary.Scores);
    }

    /// <summary>This run beside a baseline on the same cases; itself, and a problem, when the two cannot be compared.</summary>
    /// <exception cref="RunFolderException">A journal is damaged.</exception>
    public GatedRun Beside(GatedRun baseline, ICollection<Problem> problems)
    {
        if (baseline.Manifest.Options.Repeats != Manifest.Options.Repeats)
        {
            problems.Add(new Problem(
                baseline.Manifest.Id,
                $"the baseline has {baseline.Manifest.Options.Repeats} repeats a case, {Manifest.Id} has {Manifest.Options.Repeats}",
                "Make both with the same --repeat"));
            return this;
        }

        var comparison = BaselineComparison.Of(
            JournalReader.Read(Folder.JournalPath), JournalReader.Read(baseline.Folder.JournalPath), Scores.InvalidPolicy, baseline.Manifest);
        return new GatedRun(Folder, Manifest, Scores) { Baseline = comparison };
    }

    /// <summary>The cases that a rate of this run is of; their repeats count together as one.</summary>
    internal int CasesOf(Rate rate) => rate.Trials / rate.Repeats;

    private static (string What, string Fix)? Unusable(RunFolder folder, RunManifest manifest) => manifest.Cases switch
    {
        _ when !folder.IsComplete => ("the run did not come to its end", $"Go on with: tnseval run --resume {manifest.Id}"),
        { Shard: { } shard } => ($"is part {shard.Index} of {shard.Of} of a run", "Put the parts together: tnseval merge"),
        { Limit: { } limit } => ($"is limited to {limit} cases of its set", "Run the whole set: which cases are chosen moves the figures"),
        { Filters.Count: > 0 } => ($"is of a part of its set ({string.Join(", ", manifest.Cases.Filters)})", "Run the whole set; rules can speak of a part themselves"),
        _ => null,
    };
}
