namespace TnsEval.Testing;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire inside <see cref="Advance"/>, in order of time. Safe to use from many threads.
/// </summary>
internal sealed class ManualTimeProvider : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Start + Elapsed;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var until = Elapsed + by;
        while (NextDue(until, goesOn: true) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Goes on to the earliest timer and fires it; false when there is none.</summary>
    public bool AdvanceToNextTimer() => Fire(NextDue(TimeSpan.MaxValue, goesOn: false));

    /// <summary>
    /// Goes on to the earliest timer and fires it, if it is due within this time; otherwise false, and the clock stands where it was. Where work runs on
    /// other threads, this lets waits pass and never the time limit of work under way, which is set to more than any wait.
    /// </summary>
    public bool AdvanceToNextTimer(TimeSpan within) => Fire(NextDue(Elapsed + within, goesOn: false));

    private static bool Fire(ManualTimer? timer)
    {
        timer?.Fire();
        return timer is not null;
    }

    private TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
            {
                return _elapsed;
            }
        }
    }

    /// <summary>
    /// Moves the clock to the earliest timer that is due, and plans that timer's next turn. When none is due it goes on to the end in the same step,
    /// or not at all, so that a timer that another thread makes at this moment is never behind the clock.
    /// </summary>
    private ManualTimer? NextDue(TimeSpan until, bool goesOn)
    {
        lock (_lock)
        {
            var timer = _timers.MinBy(candidate => candidate.Due);
            if (timer is null || timer.Due > until)
            {
                _elapsed = goesOn && until > _elapsed ? until : _elapsed;
                return null;
            }

            _elapsed = timer.Due > _elapsed ? timer.Due : _elapsed;
            if (timer.Period > TimeSpan.Zero)
            {
                timer.Due += timer.Period;
            }
            else
            {
                _timers.Remove(timer);
            }

            return timer;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                Due = clock._elapsed + dueTime;
                Period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    clock._timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
