using System.Text.Json.Serialization;

namespace TnsTriage.Assessments;

/// <summary>How bad it is, in ascending order: comparisons by <c>&lt;</c> are meaningful.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>No event.</summary>
    [JsonStringEnumMemberName("none")] None,

    /// <summary>Event closed, contained or ambiguous; a reviewer may glance at it.</summary>
    [JsonStringEnumMemberName("low")] Low,

    /// <summary>Credible event, no present danger, limited reach. From here on a ticket must escalate.</summary>
    [JsonStringEnumMemberName("medium")] Medium,

    /// <summary>Serious harm alleged or ongoing, many people, money or data leaving, or evidence to preserve.</summary>
    [JsonStringEnumMemberName("high")] High,

    /// <summary>Life or a child in danger now, imminent threat, live mass takeover or drain.</summary>
    [JsonStringEnumMemberName("critical")] Critical,
}
