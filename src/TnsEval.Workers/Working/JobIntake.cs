using Microsoft.Extensions.Logging.Abstractions;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Working;

/// <summary>
/// Takes jobs from one queue, never more than a number that can change at any time. AMQP fixes the number when a consumer begins: more is one more consumer; less is none
/// that goes on, and new ones as soon as enough of the jobs taken before are done. Safe to use from many threads.
/// </summary>
/// <param name="connection">The way to the broker.</param>
/// <param name="queue">The queue.</param>
/// <param name="work">Works on one job; does not throw.</param>
/// <param name="time">The clock.</param>
internal sealed class JobIntake(BrokerConnection connection, string queue, Func<Delivery, Task> work, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Consumer> _consumers = [];
    private readonly List<Task> _ending = [];
    private int _most;
    private bool _isDisposed;

    /// <summary>How many jobs may be here at once.</summary>
    public int Most
    {
        get => _most;
        set
        {
            lock (_lock)
            {
                _most = value;
                Adjust();
            }
        }
    }

    /// <summary>Takes no more; whatever is not acknowledged goes back.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] ending;
        lock (_lock)
        {
            (_isDisposed, _most) = (true, 0);
            ending = [.. _ending, .. _consumers.Select(consumer => consumer.Subscription.DisposeAsync().AsTask())];
            _consumers.Clear();
        }

        await Task.WhenAll(ending);
    }

    private void Adjust()
    {
        if (_isDisposed)
        {
            return;
        }

        _ending.RemoveAll(ended => ended.IsCompleted);
        foreach (var done in _consumers.Where(consumer => consumer is { IsStopped: true, Taken: 0, Subscription.Waiting: 0 }).ToArray())
        {
            _consumers.Remove(done);
            _ending.Add(done.Subscription.DisposeAsync().AsTask());
        }

        var going = _consumers.Where(consumer => !consumer.IsStopped).ToList();
        while (going.Sum(consumer => consumer.Prefetch) > _most)
        {
            going[^1].IsStopped = true;
            _ending.Add(going[^1].Subscription.StopAsync());
            going.RemoveAt(going.Count - 1);
        }

        var room = _most - going.Sum(consumer => consumer.Prefetch) - _consumers.Where(consumer => consumer.IsStopped).Sum(consumer => consumer.Taken);
        if (room > 0)
        {
            var prefetch = (ushort)Math.Min(room, ushort.MaxValue);
            var consumer = new Consumer(new Subscription(connection, queue, prefetch, time, NullLogger.Instance), prefetch);
            _consumers.Add(consumer);
            _ = Task.Run(() => TakeAsync(consumer));
        }
    }

    private async Task TakeAsync(Consumer consumer)
    {
        try
        {
            while (true)
            {
                var job = await consumer.Subscription.TakeAsync(CancellationToken.None);
                lock (_lock)
                {
                    consumer.Taken++;
                }

                _ = Task.Run(() => WorkAsync(consumer, job));
            }
        }
        catch (BrokerUnavailableException)
        {
            return;   // it was disposed
        }
    }

    private async Task WorkAsync(Consumer consumer, Delivery job)
    {
        try
        {
            await work(job);
        }
        finally
        {
            lock (_lock)
            {
                consumer.Taken--;
                if (consumer.IsStopped)
                {
                    Adjust();
                }
            }
        }
    }

    private sealed class Consumer(Subscription subscription, int prefetch)
    {
        public Subscription Subscription => subscription;

        public int Prefetch => prefetch;

        /// <summary>Jobs of it that are worked on.</summary>
        public int Taken { get; set; }

        public bool IsStopped { get; set; }
    }
}
