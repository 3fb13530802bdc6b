using TnsEval.Comparing;
using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Sweeping;

namespace TnsEval.Reports;

/// <summary>Everything that a report of one run says, whatever its format.</summary>
public sealed record RunReport
{
    /// <summary>The run.</summary>
    public required ReportedRun Run { get; init; }

    /// <summary>Its operating points.</summary>
    public required Sweep Sweep { get; init; }

    /// <summary>What it is compared with; null when it stands alone.</summary>
    public ReportedRun? Baseline { get; init; }

    /// <summary>What changed since the baseline, answer by answer; null without one.</summary>
    public RunComparison? Comparison { get; init; }

    /// <summary>How sure it is that something changed, ticket by ticket; null without a baseline.</summary>
    public RunDifference? Difference { get; init; }

    /// <summary>
    /// The tickets, where ticket and model text is to be shown; null where it is not, and then the report holds ids, labels, verdicts, categories, tags
    /// and counts alone. Empty when the tickets cannot be read any more.
    /// </summary>
    public IReadOnlyDictionary<CaseId, EvalCase>? Tickets { get; init; }

    /// <summary>Most cases that the case browser is to hold; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether ticket and model text is shown.</summary>
    internal bool HasText => Tickets is not null;

    /// <summary>A report of a run, against a baseline where there is one.</summary>
    /// <param name="run">The run.</param>
    /// <param name="baseline">What to compare it with, scored as the run was; or null.</param>
    /// <param name="tickets">See <see cref="Tickets"/>.</param>
    /// <param name="limit">See <see cref="Limit"/>.</param>
    public static RunReport Of(ReportedRun run, ReportedRun? baseline = null, IReadOnlyDictionary<CaseId, EvalCase>? tickets = null, int? limit = null) => new()
    {
        Run = run,
        Sweep = Sweep.Of(run.Manifest, run.Records, new SweepOptions { BaseRate = run.Manifest.Options.Scoring.BaseRate }),
        Baseline = baseline,
        Comparison = baseline is null ? null : RunComparison.Of(baseline.Records, run.Records, run.Manifest.Options.Scoring.InvalidPolicy),
        Difference = baseline is null ? null : RunDifference.Of(baseline.Records, run.Records, run.Manifest.Options.Scoring.InvalidPolicy),
        Tickets = tickets,
        Limit = limit,
    };
}
