namespace TnsEval.LoadServer;

/// <summary>How the server behaves.</summary>
internal sealed record LoadOptions
{
    /// <summary>0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>Time from the whole request to the answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Shares of requests, each in [0, 1] with three digits, that get something else than an assessment.</summary>
    public double RateLimitedShare { get; init; }

    public double ServerErrorShare { get; init; }

    public double MalformedShare { get; init; }

    /// <summary>What every 429 carries as <c>Retry-After</c>, in seconds; null for none.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Requests in flight above which all get 429; null for no limit.</summary>
    public int? Capacity { get; init; }

    public IEnumerable<string> Check()
    {
        if (Port is < 0 or > 65535)
        {
            yield return "--port must be from 0 to 65535";
        }

        if (Latency < TimeSpan.Zero)
        {
            yield return "--latency-ms must not be negative";
        }

        if (RateLimitedShare < 0 || ServerErrorShare < 0 || MalformedShare < 0 || RateLimitedShare + ServerErrorShare + MalformedShare > 1)
        {
            yield return "the shares must not be negative, and together at most 1";
        }

        if (RetryAfterSeconds < 0)
        {
            yield return "--retry-after must not be negative";
        }

        if (Capacity < 1)
        {
            yield return "--capacity must be at least 1";
        }
    }
}
