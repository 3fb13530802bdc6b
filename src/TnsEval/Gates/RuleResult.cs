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
