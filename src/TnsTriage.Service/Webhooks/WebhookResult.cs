using System.Text.Json.Serialization;

namespace TnsTriage.Service.Webhooks;

/// <summary>What became of a request to a webhook address.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WebhookResult>))]
internal enum WebhookResult
{
    /// <summary>It is durable, and calls for triage.</summary>
    [JsonStringEnumMemberName("enqueued")] Enqueued,

    /// <summary>Its conversation waits for triage already.</summary>
    [JsonStringEnumMemberName("joined")] Joined,

    /// <summary>A person tagged a conversation; it stands in the ledger.</summary>
    [JsonStringEnumMemberName("noted")] Noted,

    /// <summary>It came before.</summary>
    [JsonStringEnumMemberName("duplicate")] Duplicate,

    /// <summary>Genuine, of a kind that calls for nothing: an echo of our own writes, an agent's doing, a kind nobody knows.</summary>
    [JsonStringEnumMemberName("ignored")] Ignored,

    /// <summary>Genuine, and no event that we can read.</summary>
    [JsonStringEnumMemberName("unreadable")] Unreadable,

    /// <summary>A handshake.</summary>
    [JsonStringEnumMemberName("handshake")] Handshake,

    /// <summary>Signed rightly, and too old or from the future; the reconciler finds what it tells of.</summary>
    [JsonStringEnumMemberName("stale")] Stale,

    /// <summary>Not shown to be genuine.</summary>
    [JsonStringEnumMemberName("unverified")] Unverified,

    /// <summary>Too large to be read.</summary>
    [JsonStringEnumMemberName("too_large")] TooLarge,

    /// <summary>Genuine, and could not be stored.</summary>
    [JsonStringEnumMemberName("unavailable")] Unavailable,
}
