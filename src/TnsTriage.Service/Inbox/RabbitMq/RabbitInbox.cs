using TnsTriage.Front;
using TnsTriage.RabbitMq;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Inbox.RabbitMq;

/// <summary>
/// The inbox in RabbitMQ, which any number of processes may share. A lease is a message that is not acknowledged; what a row of a table would
/// hold travels in it. Whatever becomes of a job is published and confirmed first, and the message acknowledged then: what breaks in between
/// leaves two, never none. See docs/adr/0025.
/// </summary>
/// <remarks>
/// Each event is a job of its own. <see cref="CountAsync"/> counts as leased only what this process has, and knows no oldest job.
/// </remarks>
internal sealed partial class RabbitInbox(
    RabbitBroker broker, int workers, IEventMemory? memory, TimeProvider time, ILogger<RabbitInbox> logger) : IInbox, IAsyncDisposable
{
    /// <summary>Whoever delivers a webhook waits for this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Nobody waits for this but a worker.</summary>
    private static readonly TimeSpan MovePatience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);

    private readonly RabbitLeases _leases = new(time);
    private readonly RabbitDeadLetters _dead = new(broker, MovePatience, logger);
    private readonly Lock _lock = new();
    private Subscription? _subscription;
    private bool _isClosed;

    public async Task<Enqueued> EnqueueAsync(InboxEvent @event)
    {
        await broker.PublishAsync(broker.Topology.Work, RabbitJob.Of(@event, time.GetUtcNow()).Write(), Patience);
        return Enqueued.Added;
    }

    public async Task<Enqueued> EnqueueFoundAsync(InboxEvent @event)
    {
        if (memory is null)
        {
            throw new InvalidOperationException("only a process that has the memory of events searches for them");
        }

        if (await memory.IsKnownAsync(@event.Id))
        {
            return Enqueued.Duplicate;
        }

        await EnqueueAsync(@event);
        await memory.MarkPublishedAsync(@event.Id);
        return Enqueued.Repeated;
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Messages().WaitAsync(cancellationToken);
        }
        catch (BrokerUnavailableException e)
        {
            throw new StorageUnavailableException(e.Message, e);
        }
    }

    public async Task<InboxLease?> TryLeaseAsync(TimeSpan duration)
    {
        while (Messages().TryTake() is { } delivery)
        {
            if (RabbitJob.Read(delivery.Body) is not { } job)
            {
                LogUnreadable(logger, broker.Topology.Work, broker.Topology.Dead);
                await delivery.RejectAsync();
            }
            else if (job.WaitAt(time.GetUtcNow()) is { Ticks: > 0 } wait)
            {
                await MoveOrReturnAsync(delivery, wait, job);
            }
            else if (await IsDoneAsync(delivery, job))
            {
                await delivery.AckAsync();
            }
            else
            {
                return _leases.Begin(delivery, job, duration);
            }
        }

        return null;
    }

    public Task<bool> RenewAsync(InboxLease lease, TimeSpan duration) => Task.FromResult(_leases.Renew(lease, duration));

    public Task<bool> CompleteAsync(InboxLease lease) => EndAsync(
        lease, job => memory?.MarkDoneAsync([job.EventId]) ?? Task.CompletedTask);   // before the message goes, or a repeated delivery in between would be worked on

    public Task<bool> RetryAsync(InboxLease lease, Setback setback, TimeSpan after) => MoveAsync(lease, after, job => job with
    {
        Attempts = lease.Attempt,
        Lost = lease.Lost,
        Setback = setback.Kind,
        Detail = setback.Detail,
        FailingSince = job.Setback == setback.Kind ? job.FailingSince : time.GetUtcNow(),
    });

    public Task<bool> ReleaseAsync(InboxLease lease, TimeSpan after) =>
        MoveAsync(lease, after, job => job with { Attempts = lease.Attempt - 1, Lost = lease.Lost });

    public Task<bool> DeadLetterAsync(InboxLease lease, Setback setback) => EndAsync(lease, job =>
    {
        var dead = job with
        {
            Attempts = lease.Attempt,
            Lost = lease.Lost,
            Setback = setback.Kind,
            Detail = setback.Detail,
            DueAt = null,
            StillWaits = null,
            DiedAt = time.GetUtcNow(),
        };
        return broker.PublishAsync(broker.Topology.Dead, dead.Write(), MovePatience);
    });

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(int limit) => _dead.ListAsync(limit);

    public async Task<bool> ReplayAsync(ConversationId conversation) => await _dead.ReplayAsync(conversation) > 0;

    public Task<int> ReplayAllAsync() => _dead.ReplayAsync(conversation: null);

    public Task<InboxCounts> CountAsync() => broker.OnChannelAsync(Patience, async channel =>
    {
        var due = await CountAsync(broker.Topology.Work) + (Volatile.Read(ref _subscription)?.Waiting ?? 0);
        var dead = await CountAsync(broker.Topology.Dead);
        long later = _leases.Count;
        foreach (var queue in broker.Topology.Delayed)
        {
            later += await CountAsync(queue);
        }

        return new InboxCounts(due, later, dead, OldestReceivedAt: null);

        async Task<long> CountAsync(string queue) => (await channel.QueueDeclarePassiveAsync(queue, CancellationToken.None)).MessageCount;
    });

    public Task ProbeAsync() => broker.PublishAsync(broker.Topology.Probe, ReadOnlyMemory<byte>.Empty, Patience);

    public Task<int> PurgeAsync(DateTimeOffset before) => memory?.PurgeAsync(before) ?? Task.FromResult(0);

    /// <summary>Takes no more messages, and gives back those that nobody leased. A lease that was not ended goes back as one that was lost.</summary>
    public async ValueTask DisposeAsync()
    {
        Subscription? subscription;
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            (subscription, _isClosed) = (_subscription, true);
        }

        if (subscription is not null)
        {
            await subscription.StopAsync();
            while (subscription.TryTake() is { } delivery)
            {
                if (RabbitJob.Read(delivery.Body) is { } job)
                {
                    await MoveOrReturnAsync(delivery, TimeSpan.Zero, job);
                }
            }

            await subscription.DisposeAsync();
        }

        _leases.Dispose();
        _dead.Dispose();
    }

    /// <summary>Who only publishes takes no messages from others.</summary>
    private Subscription Messages()
    {
        lock (_lock)
        {
            return _isClosed
                ? throw new StorageUnavailableException("the inbox is closed")
                : _subscription ??= broker.Subscribe(broker.Topology.Work, workers);
        }
    }

    private async Task<bool> IsDoneAsync(Delivery delivery, RabbitJob job)
    {
        try
        {
            return memory is not null && await memory.IsDoneAsync(job.EventId);
        }
        catch
        {
            await MoveOrReturnAsync(delivery, AfterFault, job);   // nobody has it, so nobody would end it
            throw;
        }
    }

    private Task<bool> MoveAsync(InboxLease lease, TimeSpan after, Func<RabbitJob, RabbitJob> change) =>
        EndAsync(lease, job => PublishAsync(change(job), after));

    /// <summary>Stores what becomes of a job, and takes its message off the queue then.</summary>
    private async Task<bool> EndAsync(InboxLease lease, Func<RabbitJob, Task> storeAsync)
    {
        if (_leases.Find(lease) is not { } job)
        {
            return false;
        }

        await storeAsync(job);
        return await _leases.EndAsync(lease);
    }

    private Task PublishAsync(RabbitJob job, TimeSpan after)
    {
        var (queue, left) = broker.Topology.QueueFor(after);
        var waiting = after > TimeSpan.Zero ? job with { DueAt = time.GetUtcNow() + after, StillWaits = left } : job with { DueAt = null, StillWaits = null };
        return broker.PublishAsync(queue, waiting.Write(), MovePatience);
    }

    /// <summary>Moves a message that nobody leased; when that fails, the broker gets it back and counts it.</summary>
    private async Task MoveOrReturnAsync(Delivery delivery, TimeSpan after, RabbitJob job)
    {
        try
        {
            await PublishAsync(job with { Attempts = job.Attempts + delivery.Returns, Lost = job.Lost + delivery.Returns }, after);
            await delivery.AckAsync();
        }
        catch (StorageUnavailableException)
        {
            await delivery.ReturnAsync();
        }
    }

    [LoggerMessage(1, LogLevel.Error, "A message of {Queue} cannot be read, it goes to {Dead}: of a newer program, or of another")]
    private static partial void LogUnreadable(ILogger logger, string queue, string dead);
}
