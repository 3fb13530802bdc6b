using System.Text.Json.Serialization;

namespace TnsTriage.Assessments;

/// <summary>What should happen to the ticket, in ascending order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>Nothing: an ordinary ticket.</summary>
    [JsonStringEnumMemberName("none")] None,

    /// <summary>A reviewer may look later; nobody is alarmed.</summary>
    [JsonStringEnumMemberName("review")] Review,

    /// <summary>Trust and Safety must see it the same business day.</summary>
    [JsonStringEnumMemberName("escalate")] Escalate,

    /// <summary>Trust and Safety is paged.</summary>
    [JsonStringEnumMemberName("escalate_urgent")] EscalateUrgent,
}
