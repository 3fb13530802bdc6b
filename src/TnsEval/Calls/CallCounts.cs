using TnsEval.Telemetry;
using TnsTriage.Telemetry;

namespace TnsEval.Calls;

/// <summary>Counts for whoever watches a run; no result depends on them. Safe to use from many threads.</summary>
internal sealed class CallCounts(string provider)
{
    private int _faults;
    private int _retries;

    public int Faults => Volatile.Read(ref _faults);

    public int Retries => Volatile.Read(ref _retries);

    public void AddFault() => Interlocked.Increment(ref _faults);

    public void AddRetry()
    {
        Interlocked.Increment(ref _retries);
        Signals.Retries.Add(1, new KeyValuePair<string, object?>(ChatSignals.ProviderName, provider));
    }
}
