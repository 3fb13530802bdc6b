namespace TnsTriage.Service.Reconciling;

/// <summary>Front's clock, as its answers date themselves; ours until one did. Its list of events is asked by it. Safe to use from many threads.</summary>
internal sealed class FrontClock(TimeProvider time)
{
    private long _ticksAhead;

    public DateTimeOffset Now => time.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticksAhead));

    /// <summary>Takes the date of an answer that has just come.</summary>
    public void Set(DateTimeOffset date) => Interlocked.Exchange(ref _ticksAhead, (date - time.GetUtcNow()).Ticks);
}
