using System.Text.Json.Serialization;
using TnsEval.Statistics;

namespace TnsEval.Gates;

/// <summary>What one rule says of one run.</summary>
public sealed record RuleResult
{
    /// <summary>The rule in words.</summary>
    public required string Rule { get; init; }

    /// <summary>The set it was judged on, or was to be; null when any set would have done and there was none.</summary>
    public required string? Set { get; init; }

    /// <summary>The run; null when none was given that the rule speaks of.</summary>
    public required string? RunId { get; init; }

    /// <summary>Pass, fail or inconclusive.</summary>
    public required GateVerdict Verdict { get; init; }

    /// <summary>The unit of value, interval and limit.</summary>
    public required GateUnit Unit { get; init; }

    /// <summary>The counts behind the value, where it is a rate or a count.</summary>
    public Rate? Rate { get; init; }

    /// <summary>The figure; null when nothing was measured.</summary>
    [JsonConverter(typeof(SixDecimals))]
    public double? Value { get; init; }

    /// <summary>The interval that was held against the limit; null for counts, which have none.</summary>
    public Interval? Interval { get; init; }

    /// <summary>Of a count: the rate is at most this, by the exact bound (Clopper-Pearson), one-sided at the gate's level; null otherwise.</summary>
    [JsonConverter(typeof(SixDecimals))]
    public double? UpperBound { get; init; }

    /// <summary>Of a count of 0 that leaves more than <see cref="CleanCases.Rate"/> possible: what would show less; null otherwise.</summary>
    public CleanCases? Clean { get; init; }

    /// <summary>
    /// Of an increase: the chance of a result at least as good, were the run worse by exactly the limit (Tango's test); null otherwise. One-sided: the interval
    /// keeps the limit where this is at most half of what the gate's level leaves, 0.025 at 95 %.
    /// </summary>
    [JsonConverter(typeof(SixDecimals))]
    public double? NonInferiorityP { get; init; }

    /// <summary>Of a rule on every perturbation: the one that keeps the limit least, which the figure is of; null otherwise.</summary>
    public string? Perturbation { get; init; }

    /// <summary>The limit.</summary>
    public required double Limit { get; init; }

    /// <summary>Whether the limit is an upper one.</summary>
    public required bool IsAtMost { get; init; }

    /// <summary>Why nothing can be said; null unless inconclusive.</summary>
    public string? Why { get; init; }

    /// <summary>What would decide, were the figure to stay as it is; null where it is decided, or no number of cases would.</summary>
    public CasesNeeded? Needed { get; init; }
}

/// <summary>Cases that are missing for a verdict.</summary>
/// <param name="More">How many more.</param>
/// <param name="Kind">Of which kind, such as <c>escalate tickets of category self_harm</c>.</param>
public sealed record CasesNeeded(int More, string Kind);

/// <summary>Cases that would show a rate to be low, were there not one event among them.</summary>
/// <param name="Cases">How many in all.</param>
/// <param name="Kind">Of which kind.</param>
public sealed record CleanCases(long Cases, string Kind)
{
    /// <summary>The rate that they would show to be lower still, as a fraction.</summary>
    public static double Rate => 0.01;
}

/// <summary>What a rule's numbers are.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GateUnit>))]
public enum GateUnit
{
    /// <summary>Fractions of cases; per cent for people.</summary>
    [JsonStringEnumMemberName("share")] Share,

    /// <summary>Differences of fractions; percentage points for people.</summary>
    [JsonStringEnumMemberName("points")] Points,

    /// <summary>Cases.</summary>
    [JsonStringEnumMemberName("cases")] Cases,

    /// <summary>Cost per 1,000 tickets, in the unit of the weights.</summary>
    [JsonStringEnumMemberName("cost")] Cost,
}
