using TnsEval.Runs;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Working;

/// <summary>
/// The jobs that a worker has. One that comes again while it is being worked on, because the connection broke, is not begun again: the message is acknowledged with the
/// others of it. Safe to use from many threads.
/// </summary>
internal sealed class HeldJobs
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(Guid Session, RecordKey Key), HeldJob> _held = [];
    private readonly HashSet<HeldJob> _unfinished = [];

    /// <summary>Those also whose result is stored and whose messages are not yet acknowledged.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _unfinished.Count;
            }
        }
    }

    /// <summary>Takes a delivery.</summary>
    /// <returns>The job, and whether it is one that nobody works on yet.</returns>
    public (HeldJob Job, bool IsNew) Add(Guid session, RecordKey key, Delivery delivery)
    {
        lock (_lock)
        {
            if (_held.TryGetValue((session, key), out var held))
            {
                held.Deliveries.Add(delivery);
                return (held, false);
            }

            held = new HeldJob();
            held.Deliveries.Add(delivery);
            _held.Add((session, key), held);
            _unfinished.Add(held);
            return (held, true);
        }
    }

    /// <summary>Takes no more messages of a job.</summary>
    /// <returns>All that it came by, to be acknowledged or given back before <see cref="Finish"/>.</returns>
    public IReadOnlyList<Delivery> Remove(Guid session, RecordKey key)
    {
        lock (_lock)
        {
            _held.Remove((session, key), out var held);
            return [.. held!.Deliveries];
        }
    }

    /// <summary>Nothing is held of a job any more.</summary>
    public void Finish(HeldJob job)
    {
        lock (_lock)
        {
            _unfinished.Remove(job);
        }

        job.Done.SetResult();
    }

    /// <summary>Ends when none is left.</summary>
    public async Task EmptyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_unfinished.Count == 0)
                {
                    return;
                }

                next = _unfinished.First().Done.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }
}

/// <summary>One job.</summary>
internal sealed class HeldJob
{
    public List<Delivery> Deliveries { get; } = [];

    /// <summary>Completed by <see cref="HeldJobs.Finish"/>.</summary>
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
