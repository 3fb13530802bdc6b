namespace TnsEval.Calls;

/// <summary>Lets so many calls of one account through as its <see cref="AdaptiveLimit"/> allows, first come, first served. Safe to use from many threads.</summary>
internal sealed class ConcurrencyGate(AdaptiveLimit limit)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private int _underWay;

    /// <summary>Calls at once as of now.</summary>
    public int Limit
    {
        get
        {
            lock (_lock)
            {
                return limit.Current;
            }
        }
    }

    /// <summary>Waits for a turn. Whoever got one calls <see cref="Leave"/> once.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource> place;
        lock (_lock)
        {
            if (_waiting.Count == 0 && _underWay < limit.Current)
            {
                _underWay++;
                return;
            }

            limit.Reached();
            place = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using var giveUp = cancellationToken.Register(() => GiveUp(place, cancellationToken));
        await place.Value.Task;
    }

    /// <summary>Ends a turn.</summary>
    /// <param name="learn">Tells the limit how the call went; called under the gate's lock.</param>
    public void Leave(Action<AdaptiveLimit> learn)
    {
        lock (_lock)
        {
            _underWay--;
            learn(limit);
            while (_underWay < limit.Current && _waiting.First is { } next)
            {
                _waiting.Remove(next);
                _underWay++;
                next.Value.SetResult();
            }

            if (_waiting.Count > 0)
            {
                limit.Reached();
            }
        }
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (place.List is null)
            {
                return;   // the turn came first
            }

            _waiting.Remove(place);
        }

        place.Value.SetCanceled(cancellationToken);
    }
}
