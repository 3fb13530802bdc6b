using System.Text.Json.Serialization;

namespace TnsTriage.Service.Inbox;

/// <summary>Whose fault it is that a job was not finished.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SetbackKind>))]
internal enum SetbackKind
{
    /// <summary>The model gave no answer that says anything about this ticket: down, overloaded, no valid key.</summary>
    [JsonStringEnumMemberName("model_unavailable")] ModelUnavailable,

    /// <summary>Front did not do what was asked, and may later.</summary>
    [JsonStringEnumMemberName("front_unavailable")] FrontUnavailable,

    /// <summary>Whom to page could not be told.</summary>
    [JsonStringEnumMemberName("page_failed")] PageFailed,

    /// <summary>Front refuses what was asked of it for this conversation.</summary>
    [JsonStringEnumMemberName("refused")] Refused,

    /// <summary>Something nobody thought of: a bug, or a conversation that trips one.</summary>
    [JsonStringEnumMemberName("unexpected")] Unexpected,

    /// <summary>Workers died on it.</summary>
    [JsonStringEnumMemberName("worker_died")] WorkerDied,
}
