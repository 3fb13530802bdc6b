using System.Text.Json.Serialization;

namespace TnsEval.Gates;

/// <summary>What a gate, or one of its rules, says. See <c>docs/adr/0012-three-verdicts-of-a-gate.md</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GateVerdict>))]
public enum GateVerdict
{
    /// <summary>The limit is kept, by the whole interval.</summary>
    [JsonStringEnumMemberName("pass")] Pass,

    /// <summary>The data cannot tell: too few cases, or none, or an interval with the limit inside.</summary>
    [JsonStringEnumMemberName("inconclusive")] Inconclusive,

    /// <summary>The limit is broken, by the whole interval or by a count.</summary>
    [JsonStringEnumMemberName("fail")] Fail,
}
