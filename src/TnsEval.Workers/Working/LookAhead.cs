namespace TnsEval.Workers.Working;

/// <summary>
/// How many jobs a worker has at hand besides those that it makes calls for, so that a turn is not empty while a result is stored and the next job is on its way. In
/// proportion to how long that takes beside a call: a slow worker has none, and so holds up the end of a run by no more than its calls. Safe to use from many threads.
/// </summary>
internal sealed class LookAhead
{
    /// <summary>How fast it forgets: means over about this many jobs.</summary>
    private const double Memory = 32;

    private readonly Lock _lock = new();
    private double? _call;
    private double? _store;
    private int _current;

    /// <summary>Takes what a job came to.</summary>
    /// <param name="call">Time in calls.</param>
    /// <param name="store">Time until its result was stored.</param>
    public void Add(TimeSpan call, TimeSpan store)
    {
        lock (_lock)
        {
            _call = Mean(_call, call);
            _store = Mean(_store, store);
        }
    }

    /// <summary>Jobs to have besides, for a share of calls. Changes seldom: each change costs a consumer.</summary>
    public int For(int share)
    {
        lock (_lock)
        {
            if (share == 0 || _call is not { } call || _store is not { } store)
            {
                return _current = 0;
            }

            // Storing a result takes one round trip, and fetching the next job about another.
            var wanted = (int)Math.Min(share + 8, share * 2 * store / Math.Max(call, 0.1));
            if (wanted > _current + 1 + (_current / 4) || wanted < (_current / 2) - 1)
            {
                _current = wanted;
            }

            return _current = Math.Min(_current, share + 8);
        }
    }

    private static double Mean(double? mean, TimeSpan next) => mean is { } before ? before + ((next.TotalMilliseconds - before) / Memory) : next.TotalMilliseconds;
}
