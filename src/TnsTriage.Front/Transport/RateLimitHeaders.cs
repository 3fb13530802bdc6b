using System.Globalization;

namespace TnsTriage.Front.Transport;

/// <summary>What the headers of one answer say about limits.</summary>
internal sealed record RateLimitHeaders
{
    /// <summary>Front's limits are per minute and second, so anything longer is a broken header or a clock that is wrong.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private TimeSpan? RetryAfter { get; init; }

    /// <summary>Time until the company's window ends; null when not said.</summary>
    public TimeSpan? UntilReset { get; private init; }

    /// <summary>Whether the company has no call left.</summary>
    public bool IsSpent { get; private init; }

    /// <summary>
    /// Whether a refusal is one of a tier, which counts calls of one resource: the company had calls left, or the answer names a tier and
    /// not that none is left.
    /// </summary>
    public bool IsOfOneResource { get; private init; }

    public static RateLimitHeaders Of(HttpResponseMessage response, TimeProvider time)
    {
        var remaining = Number(response, "x-ratelimit-remaining");
        // Reset is a moment by Front's clock; the difference to the answer's own date does not depend on ours.
        var now = response.Headers.Date ?? time.GetUtcNow();
        return new RateLimitHeaders
        {
            RetryAfter = Bounded(response.Headers.RetryAfter switch
            {
                { Delta: { } delta } => delta,
                { Date: { } date } => date - now,
                _ => null,
            }),
            UntilReset = Number(response, "x-ratelimit-reset") is { } reset && reset is > 0 and < 100_000_000_000
                ? Bounded(TimeSpan.FromSeconds((double)reset) - (now - DateTimeOffset.UnixEpoch))
                : null,
            IsSpent = remaining <= 0,
            IsOfOneResource = remaining > 0 || (remaining is null && response.Headers.Contains("x-front-tier")),
        };
    }

    /// <summary>How long a refused call waits: as told, else until the window ends, else longer each time.</summary>
    /// <param name="attempt">0 for the first refusal.</param>
    public TimeSpan Wait(int attempt) =>
        RetryAfter is { } told && told > TimeSpan.Zero ? told
        : !IsOfOneResource && UntilReset is { } reset && reset > TimeSpan.Zero ? reset
        : TimeSpan.FromSeconds(1 << Math.Min(attempt, 5));

    private static TimeSpan? Bounded(TimeSpan? time) =>
        time is not { } value ? null : value < TimeSpan.Zero ? TimeSpan.Zero : value > Longest ? Longest : value;

    private static decimal? Number(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values)
        && decimal.TryParse(values.First(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
