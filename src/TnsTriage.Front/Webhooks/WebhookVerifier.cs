using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TnsTriage.Front.Api;

namespace TnsTriage.Front.Webhooks;

/// <summary>
/// Tells genuine webhooks from others by the bytes as they came over the wire, and reads only what is genuine: there is no other way to
/// read one. Safe to use from
/// many threads.
/// </summary>
public sealed class WebhookVerifier
{
    /// <summary>No moment in milliseconds since 1970 that matters is as small, and none in seconds as large.</summary>
    private const long LeastMilliseconds = 100_000_000_000;

    private readonly byte[]? _applicationKey;
    private readonly byte[]? _ruleKey;
    private readonly TimeSpan _window;
    private readonly TimeProvider _time;

    /// <summary>Makes a verifier.</summary>
    /// <param name="options">The secrets and the replay window; read now.</param>
    /// <param name="timeProvider">The clock that timestamps are compared with; the system's when null.</param>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public WebhookVerifier(FrontOptions options, TimeProvider? timeProvider = null)
    {
        options.ThrowIfUnusable(nameof(options), needsToken: false);   // who only verifies calls nobody
        // The text of the secret is the key. It looks like hexadecimal digits and is not to be decoded.
        _applicationKey = options.ApplicationSecret is { } application ? Encoding.UTF8.GetBytes(application) : null;
        _ruleKey = options.RuleSecret is { } rule ? Encoding.UTF8.GetBytes(rule) : null;
        _window = options.ReplayWindow;
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>Verifies a request and, when it is genuine, reads it. Never throws for what a request holds.</summary>
    /// <param name="scheme">Of the address that was called.</param>
    /// <param name="body">The bytes as they came: not decoded, not trimmed, not written anew.</param>
    /// <param name="headers">The headers.</param>
    public WebhookVerification Verify(WebhookScheme scheme, ReadOnlySpan<byte> body, WebhookHeaders headers) =>
        Refusal(scheme, body, headers) is { } reason ? new WebhookVerification.Refused(reason) { Event = StaleEvent(reason, body, headers) }
        : scheme == WebhookScheme.Application ? ReadEnvelope(body, headers)
        : FrontJson.Read(body, FrontJson.Default.WireEvent) is var (wire, fault) && wire is not null ? Event(wire, company: null, "$")
        : new WebhookVerification.NotAnEvent(fault ?? "$");

    private static EventId? StaleEvent(WebhookRefusal reason, ReadOnlySpan<byte> body, WebhookHeaders headers) =>
        reason is WebhookRefusal.TooOld or WebhookRefusal.TooNew && ReadEnvelope(body, headers) is WebhookVerification.Accepted stale ? stale.Event.Id : null;

    private WebhookRefusal? Refusal(WebhookScheme scheme, ReadOnlySpan<byte> body, WebhookHeaders headers)
    {
        var isApplication = scheme == WebhookScheme.Application;
        if ((isApplication ? _applicationKey : _ruleKey) is not { } key)
        {
            return WebhookRefusal.NotConfigured;
        }

        if (string.IsNullOrEmpty(headers.Signature))
        {
            return WebhookRefusal.NoSignature;
        }

        Span<byte> given = stackalloc byte[isApplication ? HMACSHA256.HashSizeInBytes : HMACSHA1.HashSizeInBytes];
        if (!Convert.TryFromBase64String(headers.Signature, given, out var length) || length != given.Length)
        {
            return WebhookRefusal.MalformedSignature;
        }

        if (isApplication && string.IsNullOrEmpty(headers.Timestamp))
        {
            return WebhookRefusal.NoTimestamp;
        }

        Span<byte> ours = stackalloc byte[given.Length];
        Sign(isApplication, key, body, headers.Timestamp, ours);
        return !CryptographicOperations.FixedTimeEquals(given, ours) ? WebhookRefusal.WrongSignature
            : isApplication ? Staleness(headers.Timestamp!)
            : null;
    }

    private static void Sign(bool isApplication, byte[] key, ReadOnlySpan<byte> body, string? timestamp, Span<byte> signature)
    {
#pragma warning disable CA5350 // SHA-1 is what Front signs rule webhooks with
        using var hash = IncrementalHash.CreateHMAC(isApplication ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1, key);
#pragma warning restore CA5350
        if (isApplication)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{timestamp}:"));
        }

        hash.AppendData(body);
        hash.GetHashAndReset(signature);
    }

    private WebhookRefusal? Staleness(string timestamp)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return WebhookRefusal.MalformedTimestamp;
        }

        // One of Front's pages is read as seconds. Both are signed, so taking either opens nothing.
        var signedAt = number < LeastMilliseconds ? (decimal)number * 1000 : number;
        var age = _time.GetUtcNow().ToUnixTimeMilliseconds() - signedAt;
        var window = (decimal)_window.TotalMilliseconds;
        return age > window ? WebhookRefusal.TooOld : age < -window ? WebhookRefusal.TooNew : null;
    }

    private static WebhookVerification ReadEnvelope(ReadOnlySpan<byte> body, WebhookHeaders headers)
    {
        var (envelope, fault) = FrontJson.Read(body, FrontJson.Default.WireEnvelope);
        return envelope is null ? new WebhookVerification.NotAnEvent(fault!)
            : envelope.Type == "sync" && headers.Challenge is { Length: > 0 } challenge
                ? new WebhookVerification.Handshake(JsonSerializer.SerializeToUtf8Bytes(new ChallengeBody(challenge), FrontJson.Default.ChallengeBody))
            : envelope.Payload is null ? new WebhookVerification.NotAnEvent("$.payload")
            : Event(envelope.Payload, envelope.Authorization?.Id, "$.payload");
    }

    private static WebhookVerification Event(WireEvent wire, string? company, string where) =>
        FrontEvent.Of(wire) is { } read ? new WebhookVerification.Accepted(read, company) : new WebhookVerification.NotAnEvent(where);
}
