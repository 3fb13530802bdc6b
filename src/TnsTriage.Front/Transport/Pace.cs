namespace TnsTriage.Front.Transport;

/// <summary>
/// So many calls in a time, and no more: the generic cell rate algorithm, which needs one moment of state. Times are since an arbitrary
/// start. Not thread-safe.
/// </summary>
/// <param name="interval">Time that one call uses up.</param>
/// <param name="burst">Calls that may follow each other at once after a rest; at least 1.</param>
internal sealed class Pace(TimeSpan interval, int burst)
{
    private TimeSpan _usedUntil;

    /// <summary>When nothing is held against the next call any more, and this object could be forgotten.</summary>
    public TimeSpan UsedUntil => _usedUntil;

    /// <summary>The first moment at which a call may be made.</summary>
    public TimeSpan Earliest => _usedUntil - ((burst - 1) * interval);

    public void Take(TimeSpan now) => _usedUntil = (_usedUntil > now ? _usedUntil : now) + interval;

    /// <summary>Nothing before a moment, and no burst right after it: everybody else of the company has waited for it too.</summary>
    public void Hold(TimeSpan until)
    {
        var used = until + ((burst - 1) * interval);
        _usedUntil = used > _usedUntil ? used : _usedUntil;
    }
}
