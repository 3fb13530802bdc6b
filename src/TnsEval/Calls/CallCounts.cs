namespace TnsEval.Calls;

/// <summary>Counts for whoever watches a run; no result depends on them. Safe to use from many threads.</summary>
internal sealed class CallCounts
{
    private int _faults;
    private int _retries;

    public int Faults => Volatile.Read(ref _faults);

    public int Retries => Volatile.Read(ref _retries);

    public void AddFault() => Interlocked.Increment(ref _faults);

    public void AddRetry() => Interlocked.Increment(ref _retries);
}
