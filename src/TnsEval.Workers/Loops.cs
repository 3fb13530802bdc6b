using Microsoft.Extensions.Logging.Abstractions;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers;

/// <summary>What goes on in the background as long as a session lasts. Nothing goes on for long without one of the loops, so what ends one is told.</summary>
internal sealed class Loops : IAsyncDisposable
{
    private readonly BrokerConnection _connection;
    private readonly TimeProvider _time;
    private readonly Action<Exception> _onFailed;
    private readonly CancellationTokenSource _over = new();
    private readonly List<Task> _loops = [];
    private readonly List<Subscription> _subscriptions = [];

    /// <param name="connection">The way to the broker.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onFailed">Told of what ended a loop that was not stopped.</param>
    public Loops(BrokerConnection connection, TimeProvider time, Action<Exception> onFailed) =>
        (_connection, _time, _onFailed, Over) = (connection, time, onFailed, _over.Token);

    /// <summary>Cancelled when they are stopped; can be asked after that too.</summary>
    public CancellationToken Over { get; }

    public void Start(Func<CancellationToken, Task> loop) => _loops.Add(GuardAsync(loop));

    /// <summary>Takes each message of a queue, one after the other.</summary>
    public void Consume(string queue, ushort prefetch, Func<Delivery, Task> take)
    {
        var subscription = new Subscription(_connection, queue, prefetch, _time, NullLogger.Instance);
        _subscriptions.Add(subscription);
        Start(async over =>
        {
            while (true)
            {
                await take(await subscription.TakeAsync(over));
            }
        });
    }

    /// <summary>Stops them and waits until they have ended; what was not acknowledged goes back to its queue.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_over.IsCancellationRequested)
        {
            return;
        }

        await _over.CancelAsync();
        await Task.WhenAll(_loops);
        foreach (var subscription in _subscriptions)
        {
            await subscription.DisposeAsync();
        }

        _over.Dispose();
    }

    private async Task GuardAsync(Func<CancellationToken, Task> loop)
    {
        try
        {
            await Task.Run(() => loop(Over));
        }
        catch (Exception) when (Over.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            _onFailed(e);
        }
    }
}
