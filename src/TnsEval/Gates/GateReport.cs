using System.Text.Json.Serialization;
using TnsEval.Runs;
using TnsEval.Scoring;

namespace TnsEval.Gates;

/// <summary>What a gate says of one prompt version on one model.</summary>
/// <param name="FormatVersion">1.</param>
/// <param name="Verdict">Fail when any rule fails, else inconclusive when any is, else pass.</param>
/// <param name="Prompt">The prompt version.</param>
/// <param name="Model">The model.</param>
/// <param name="Confidence">The two-sided level of the intervals.</param>
/// <param name="InvalidPolicy">How cases without an assessment were counted.</param>
/// <param name="BaseRate">Tickets that must escalate among production's.</param>
/// <param name="Runs">The runs it is from.</param>
/// <param name="Rules">Every rule on every run it speaks of, in the order of the settings, then of the runs.</param>
public sealed record GateReport(
    int FormatVersion,
    GateVerdict Verdict,
    RunPrompt Prompt,
    RunModel Model,
    double Confidence,
    InvalidPolicy InvalidPolicy,
    double BaseRate,
    IReadOnlyList<GatedRunName> Runs,
    IReadOnlyList<RuleResult> Rules)
{
    /// <summary>How many rules came to a verdict.</summary>
    public int Count(GateVerdict verdict) => Rules.Count(rule => rule.Verdict == verdict);

    /// <summary>Rules that failed first, then those that are open, then those that passed.</summary>
    [JsonIgnore]
    public IEnumerable<RuleResult> WorstFirst => Rules.OrderByDescending(rule => rule.Verdict);
}

/// <summary>One run of a gate's report.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Cases">What it was over.</param>
/// <param name="CreatedAt">When it was begun.</param>
/// <param name="Baseline">The id of the run it was held against; null for none.</param>
public sealed record GatedRunName(string Id, RunCases Cases, DateTimeOffset CreatedAt, string? Baseline);
