namespace TnsEval.Workers.Coordinating;

/// <summary>Messages that came and did not count. Safe to use from many threads.</summary>
internal sealed class ResultCounts
{
    private int _doubles;
    private int _foreign;
    private int _unreadable;

    /// <summary>A second result of one job, as after a worker's lost connection.</summary>
    public void AddDouble() => Interlocked.Increment(ref _doubles);

    /// <summary>A result of another session of this run.</summary>
    public void AddForeign() => Interlocked.Increment(ref _foreign);

    public void AddUnreadable() => Interlocked.Increment(ref _unreadable);

    public void AddUnreadableUnless(bool isForeign) => Interlocked.Add(ref _unreadable, isForeign ? 0 : 1);

    /// <summary>In words; empty when there were none.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        (_doubles, "results came twice and counted once"), (_foreign, "results of an earlier session were dropped"), (_unreadable, "messages could not be read and were dropped"),
    }.Where(count => count.Item1 > 0).Select(count => $"{count.Item1} {count.Item2}"));
}
