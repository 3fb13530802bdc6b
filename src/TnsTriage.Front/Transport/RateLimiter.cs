using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TnsTriage.Front.Transport;

/// <summary>
/// One for all calls of a company. Keeps to our own calls a minute, to Front's five writes a second of one conversation, and to what
/// Front's answers say:
/// nothing left means that everybody waits until the window ends, a limit of one resource holds that resource alone. Safe to use from many
/// threads.
/// </summary>
/// <remarks>Why no limiter of System.Threading.RateLimiting: docs/adr/0017.</remarks>
#pragma warning disable CA1001 // a SemaphoreSlim whose wait handle nobody asks for has nothing to dispose of
internal sealed partial class RateLimiter(FrontOptions options, TimeProvider time, ILogger? logger = null)
#pragma warning restore CA1001
{
    private const int Burst = 10;
    private const int WritesPerSecondOfOneResource = 5;
    private const int ResourcesRemembered = 1_000;

    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1.0 / WritesPerSecondOfOneResource);

    private readonly ILogger _logger = logger ?? NullLogger.Instance;
    private readonly long _start = time.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turn = new(1);   // whoever waits for the company's limit waits in line
    private readonly Pace _company = new(TimeSpan.FromMinutes(1) / options.RequestsPerMinute, Math.Min(Burst, options.RequestsPerMinute));
    private readonly Dictionary<string, Pace> _resources = new(StringComparer.Ordinal);

    /// <summary>How many resources have a pace of their own: for tests, that they do not grow without end.</summary>
    public int ResourcesKnown
    {
        get
        {
            lock (_lock)
            {
                return _resources.Count;
            }
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Waits until a call may be made, and counts it.</summary>
    /// <returns>Null, or how long the wait would have been where it is longer than the options allow.</returns>
    public async Task<TimeSpan?> WaitAsync(string? resource, CancellationToken cancellationToken)
    {
        var deadline = Now + options.MaxRateLimitWait;
        if (resource is not null && await WaitAsync(() => PaceOf(resource), deadline, cancellationToken).ConfigureAwait(false) is { } longer)
        {
            return longer;
        }

        var line = options.MaxRateLimitWait;
        if (!await EnterAsync(line, cancellationToken).ConfigureAwait(false))
        {
            return line;
        }

        try
        {
            return await WaitAsync(() => _company, deadline, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Learns from an answer of any status.</summary>
    /// <returns>For 429, when to try again, from now.</returns>
    public TimeSpan Observe(HttpResponseMessage response, string? resource, int attempt)
    {
        var limits = RateLimitHeaders.Of(response, time);
        var isRefused = (int)response.StatusCode == 429;
        var wait = isRefused ? limits.Wait(attempt) : limits.IsSpent ? limits.UntilReset ?? TimeSpan.Zero : TimeSpan.Zero;
        if (wait <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        var held = isRefused && limits.IsOfOneResource ? resource : null;
        lock (_lock)
        {
            (held is null ? _company : PaceOf(held)).Hold(Now + wait);
        }

        if (isRefused)
        {
            LogRefused(_logger, held is null ? "the company" : "one resource", wait);
        }

        return wait;
    }

    private async Task<TimeSpan?> WaitAsync(Func<Pace> paceOf, TimeSpan deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            lock (_lock)
            {
                var pace = paceOf();
                var now = Now;
                wait = pace.Earliest - now;
                if (wait <= TimeSpan.Zero)
                {
                    pace.Take(now);
                    return null;
                }

                if (pace.Earliest > deadline)
                {
                    return wait;
                }
            }

            await Task.Delay(RoundedUp(wait), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Timers tick in milliseconds: a wait cut to fewer would come round again at once.</summary>
    private static TimeSpan RoundedUp(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));

    private async Task<bool> EnterAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_turn.Wait(0, CancellationToken.None))
        {
            return true;
        }

        using var tooLong = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLong.Token);
        try
        {
            await _turn.WaitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private Pace PaceOf(string resource)
    {
        if (_resources.TryGetValue(resource, out var known))
        {
            return known;
        }

        if (_resources.Count >= ResourcesRemembered)
        {
            var now = Now;
            foreach (var rested in _resources.Where(pair => pair.Value.UsedUntil <= now).Select(pair => pair.Key).ToArray())
            {
                _resources.Remove(rested);
            }
        }

        return _resources[resource] = new Pace(BetweenWrites, WritesPerSecondOfOneResource);
    }

    [LoggerMessage(1, LogLevel.Warning, "Front refused a call under the limit of {Scope}; calls under it wait {Wait}")]
    private static partial void LogRefused(ILogger logger, string scope, TimeSpan wait);
}
