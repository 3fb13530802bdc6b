using TnsEval.Workers.Messages;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Working;

/// <summary>Stores what comes of jobs, and puts jobs back that nothing came of. Safe to use from many threads.</summary>
/// <param name="connection">The way to the broker.</param>
/// <param name="queues">Of the run.</param>
/// <param name="time">The clock.</param>
internal sealed class ResultPost(BrokerConnection connection, RunQueues queues, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan ConfirmPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    private readonly ConfirmedPublisher _publisher = new(connection, time);

    /// <summary>Sends a result until the broker has it; false when it is not to have it any more, or does not want it.</summary>
    public async Task<bool> TrySendAsync(Letter result, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await _publisher.PublishAsync(queues.Results, result.Body, result.Properties(), ConfirmPatience, cancellationToken);
                return true;
            }
            catch (BrokerUnavailableException)
            {
                await Task.Delay(Retry, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or BrokerRefusedException)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Puts a job back as a new message, so that it does not count among those that workers died with; as the old one where that cannot be done.</summary>
    public async Task GiveBackAsync(Delivery delivery, string queue)
    {
        if (delivery.IsOurs)
        {
            try
            {
                await _publisher.PublishAsync(queue, delivery.Body, delivery.Properties, Retry, CancellationToken.None);
                await delivery.AckAsync();
                return;
            }
            catch (Exception e) when (e is BrokerUnavailableException or BrokerRefusedException)
            {
                // The broker gives it back itself.
            }
        }

        await delivery.ReturnAsync();
    }

    public ValueTask DisposeAsync() => _publisher.DisposeAsync();
}
