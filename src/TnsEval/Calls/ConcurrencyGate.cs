using TnsEval.Runs;

namespace TnsEval.Calls;

/// <summary>Lets so many calls of one account through as its <see cref="AdaptiveLimit"/> allows, first come, first served. Safe to use from many threads.</summary>
internal sealed class ConcurrencyGate(AdaptiveLimit limit)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private int _underWay;
    private bool _isClosed;

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

    /// <summary>Calls that have a turn.</summary>
    public int UnderWay
    {
        get
        {
            lock (_lock)
            {
                return _underWay;
            }
        }
    }

    /// <inheritdoc cref="AdaptiveLimit.CapAt"/>
    public void CapAt(int cap)
    {
        lock (_lock)
        {
            limit.CapAt(cap);
            LetIn();
        }
    }

    /// <summary>Gives out no more turns; whoever waits for one, or asks, is told so. Those who have one keep it.</summary>
    public void Close()
    {
        TaskCompletionSource[] waiting;
        lock (_lock)
        {
            _isClosed = true;
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        Array.ForEach(waiting, turn => turn.SetException(Closed()));
    }

    /// <summary>Waits for a turn. Whoever got one calls <see cref="Leave"/> once.</summary>
    /// <exception cref="RunStoppedException">The gate is closed.</exception>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource> place;
        lock (_lock)
        {
            if (_isClosed)
            {
                throw Closed();
            }

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
            LetIn();
            if (_waiting.Count > 0)
            {
                limit.Reached();
            }
        }
    }

    private void LetIn()
    {
        while (_underWay < limit.Current && _waiting.First is { } next)
        {
            _waiting.Remove(next);
            _underWay++;
            next.Value.SetResult();
        }
    }

    private static RunStoppedException Closed() => new("no more calls are made here") { LetsOthersFinish = true };

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
