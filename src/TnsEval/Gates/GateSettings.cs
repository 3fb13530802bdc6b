using TnsEval.Scoring;
using TnsEval.Statistics;

namespace TnsEval.Gates;

/// <summary>The <c>Gate</c> section of <c>eval.runsettings</c>: every rule, and how sure it has to be. See <c>docs/gate.md</c>.</summary>
public sealed record GateSettings
{
    /// <summary>What a rule takes where neither it nor the section says how many cases it needs.</summary>
    public const int DefaultMinimumCases = 20;

    /// <summary>The two-sided level of all intervals, as a fraction. A bound is wrong half as often as the interval is.</summary>
    public double Confidence { get; init; } = Wilson.DefaultConfidence;

    /// <summary>The rules, in the order of the file.</summary>
    public required IReadOnlyList<GateRule> Rules { get; init; }

    /// <summary>How cases without an assessment count, and production's base rate: from the same file's <c>Run</c> section, for all runs alike.</summary>
    public ScoringOptions Scoring { get; init; } = new();
}
