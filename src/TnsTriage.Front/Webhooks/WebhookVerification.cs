using TnsTriage.Front.Api;

namespace TnsTriage.Front.Webhooks;

/// <summary>
/// Which of Front's two kinds of webhook an address of ours takes. Bound to the address, never guessed from the headers of a request.
/// </summary>
public enum WebhookScheme
{
    /// <summary>Of an app on the Developers page: signed time, retried, with a handshake. The better one.</summary>
    Application,

    /// <summary>
    /// Of a rule with "Send to a Webhook": no signed time, so a replay cannot be told from a delivery but by its event id; never retried
    /// by Front.
    /// </summary>
    Rule,
}

/// <summary>
/// What a request brought besides its body; null where a header was absent. A header given twice is passed joined, and refused.
/// </summary>
/// <param name="Signature">Value of <see cref="SignatureName"/>.</param>
/// <param name="Timestamp">Value of <see cref="TimestampName"/>; application webhooks only.</param>
/// <param name="Challenge">Value of <see cref="ChallengeName"/>; handshakes only.</param>
public readonly record struct WebhookHeaders(string? Signature, string? Timestamp = null, string? Challenge = null)
{
    /// <summary>Header with the signature in base64.</summary>
    public const string SignatureName = "X-Front-Signature";

    /// <summary>Header with the signed time in milliseconds since 1970.</summary>
    public const string TimestampName = "X-Front-Request-Timestamp";

    /// <summary>Header with what a handshake is to be answered with.</summary>
    public const string ChallengeName = "X-Front-Challenge";
}

/// <summary>What became of a request that says it comes from Front. Exactly one of the nested types.</summary>
public abstract record WebhookVerification
{
    private protected WebhookVerification() { }

    /// <summary>Genuine, and an event. Answer 2xx within five seconds, and once it is stored.</summary>
    /// <param name="Event">The event.</param>
    /// <param name="Company">The company that an application webhook names; null when it names none, and for rules.</param>
    public sealed record Accepted(FrontEvent Event, string? Company) : WebhookVerification;

    /// <summary>Genuine, and a question whether we are there. Answer 200 with <see cref="Answer"/> as <c>application/json</c>.</summary>
    /// <param name="Answer">The JSON to answer with.</param>
    public sealed record Handshake(ReadOnlyMemory<byte> Answer) : WebhookVerification;

    /// <summary>Genuine, but no event that we can read. Answer 2xx, for a repeat would be no better, and tell an operator.</summary>
    /// <param name="Field">JSON path of what is missing or of another type; <c>$</c> when it is no JSON at all.</param>
    public sealed record NotAnEvent(string Field) : WebhookVerification;

    /// <summary>Not shown to be genuine; nothing of it was read but the id of a stale one. Answer 401 and no word more: the reason is for a metric.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(WebhookRefusal Reason) : WebhookVerification
    {
        /// <summary>The event of a delivery that was signed rightly and is stale, for a log; null otherwise. Not to be acted upon.</summary>
        public EventId? Event { get; init; }
    }
}

/// <summary>Why a request was refused.</summary>
public enum WebhookRefusal
{
    /// <summary>No key is configured for this scheme.</summary>
    NotConfigured,

    /// <summary>No signature.</summary>
    NoSignature,

    /// <summary>A signature that is not base64, or has the length of another scheme.</summary>
    MalformedSignature,

    /// <summary>No timestamp, where the scheme signs one.</summary>
    NoTimestamp,

    /// <summary>The signature is that of other bytes, another time or another key.</summary>
    WrongSignature,

    /// <summary>Signed rightly, with a timestamp that is no number.</summary>
    MalformedTimestamp,

    /// <summary>
    /// Signed rightly, too long ago: a replay, a late retry, or a clock of ours that is fast. Worth an alert when it is not rare.
    /// </summary>
    TooOld,

    /// <summary>Signed rightly, in the future: a clock that is wrong.</summary>
    TooNew,
}
