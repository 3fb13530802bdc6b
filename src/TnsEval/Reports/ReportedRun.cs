using TnsEval.Runs;
using TnsEval.Scoring;

namespace TnsEval.Reports;

/// <summary>A run as reports need it: in memory, without the model's answers as they came.</summary>
public sealed record ReportedRun
{
    /// <summary>What was run.</summary>
    public required RunManifest Manifest { get; init; }

    /// <summary>Its scores, of as many cases as there are.</summary>
    public required RunSummary Summary { get; init; }

    /// <summary>Whether the run came to its end.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>In ordinal order of ids, then by repeat.</summary>
    public required IReadOnlyList<CaseRecord> Records { get; init; }

    /// <summary>The scores, for short.</summary>
    public Scorecard Scores => Summary.Scores;

    /// <summary>What people call it: prompt and model.</summary>
    public string Name => $"{Manifest.Prompt.Name} on {Manifest.Model.Name}";

    /// <summary>Reads a run's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="scoring">How to score it; null for as it was scored.</param>
    /// <exception cref="RunFolderException">It cannot be used.</exception>
    public static ReportedRun Read(RunFolder folder, ScoringOptions? scoring = null) =>
        Of(folder.ReadManifest(), JournalReader.Read(folder.JournalPath), folder.IsComplete, scoring);

    /// <summary>A run whose records are at hand.</summary>
    /// <exception cref="RunFolderException">It is said to be complete, and is not.</exception>
    public static ReportedRun Of(RunManifest manifest, IEnumerable<CaseRecord> records, bool isComplete, ScoringOptions? scoring = null)
    {
        scoring ??= manifest.Options.Scoring;
        CaseRecord[] kept =
        [
            .. records.Select(record => record with { ModelTexts = [] })
                .OrderBy(record => record.Id.Value, StringComparer.Ordinal)
                .ThenBy(record => record.Repeat),
        ];
        return new ReportedRun
        {
            Manifest = manifest,
            Summary = isComplete ? RunSummary.OfComplete(manifest, kept, scoring) : RunSummary.Of(manifest, kept, scoring),
            IsComplete = isComplete,
            Records = [.. kept.Where(record => record.IsOriginal)],
        };
    }
}
