namespace TnsEval.Workers.Coordinating;

/// <summary>How long nothing has come or gone.</summary>
internal sealed class Standstill(TimeProvider time)
{
    /// <summary>Longer than a broker takes to miss a worker whose machine vanished, and to give its jobs to others.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private long _movedAt = time.GetTimestamp();

    public bool IsLong => time.GetElapsedTime(Volatile.Read(ref _movedAt)) > Long;

    public void Moved() => Volatile.Write(ref _movedAt, time.GetTimestamp());
}
