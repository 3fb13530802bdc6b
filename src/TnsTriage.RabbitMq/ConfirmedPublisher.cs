using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace TnsTriage.RabbitMq;

/// <summary>Publishes to queues so that what was published is stored. Safe to use from many threads, which share one channel.</summary>
internal sealed class ConfirmedPublisher(BrokerConnection connection, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Who consumes from a queue that is deleted and declared again within milliseconds may never be told, and would wait for ever.</summary>
    private static readonly TimeSpan BeforeDeclaringAgain = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _opening = new(1, 1);
    private IChannel? _channel;

    /// <summary>Publishes a persistent message, and ends when the broker has confirmed that it is stored.</summary>
    /// <param name="queue">Its queue's name; one that somebody deleted is declared again.</param>
    /// <param name="body">The message.</param>
    /// <param name="properties">More about it; null for nothing more.</param>
    /// <param name="patience">How long it may take, a connection that has to be made first included.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="BrokerUnavailableException">It was not confirmed, and may be stored all the same: publish again.</exception>
    /// <exception cref="BrokerRefusedException">It was not stored, and will not be.</exception>
    public async Task PublishAsync(
        string queue, ReadOnlyMemory<byte> body, BasicProperties? properties, TimeSpan patience, CancellationToken cancellationToken)
    {
        properties ??= new BasicProperties();
        properties.Persistent = true;
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            if (!await TryPublishAsync(queue, properties, body, patience, either.Token).ConfigureAwait(false))
            {
                await Task.Delay(BeforeDeclaringAgain, time, either.Token).ConfigureAwait(false);
                await connection.PrepareAsync(patience, either.Token).ConfigureAwait(false);
                if (!await TryPublishAsync(queue, properties, body, patience, either.Token).ConfigureAwait(false))
                {
                    throw new BrokerUnavailableException($"RabbitMQ at {connection.Address} has no queue {queue}");
                }
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new BrokerUnavailableException($"RabbitMQ at {connection.Address} did not confirm within {patience}");
        }
        catch (PublishException e)
        {
            throw new BrokerUnavailableException($"RabbitMQ at {connection.Address} did not store a message for {queue}", e);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is not ObjectDisposedException { ObjectName: nameof(BrokerConnection) })
        {
            throw BrokerFault.Of(e, connection.Address);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null)
        {
            await _channel.DisposeAsync().ConfigureAwait(false);
        }

        _opening.Dispose();
    }

    /// <returns>False when there is no such queue.</returns>
    private async Task<bool> TryPublishAsync(
        string queue, BasicProperties properties, ReadOnlyMemory<byte> body, TimeSpan patience, CancellationToken cancellationToken)
    {
        var channel = Volatile.Read(ref _channel) is { IsOpen: true } open ? open : await OpenAsync(patience, cancellationToken).ConfigureAwait(false);
        try
        {
            await channel.BasicPublishAsync(exchange: "", queue, mandatory: true, properties, body, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PublishException e) when (e.IsReturn)
        {
            return false;
        }
    }

    private async Task<IChannel> OpenAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_channel is { IsOpen: true } open)
            {
                return open;
            }

            var to = await connection.GetAsync(patience, cancellationToken).ConfigureAwait(false);
            var channel = await to.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken)
                .ConfigureAwait(false);
            Volatile.Write(ref _channel, channel);
            return channel;
        }
        finally
        {
            _opening.Release();
        }
    }
}
