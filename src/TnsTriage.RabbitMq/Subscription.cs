using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace TnsTriage.RabbitMq;

/// <summary>
/// Takes messages from a queue until it is disposed; after a broken connection by a new one. What came by the old one and was not
/// acknowledged is then no longer ours. Safe to use from many threads.
/// </summary>
internal sealed partial class Subscription : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly BrokerConnection _connection;
    private readonly string _queue;
    private readonly ushort _prefetch;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<Delivery> _arrived = Channel.CreateUnbounded<Delivery>();   // bounded by the prefetch
    private readonly CancellationTokenSource _stop = new(), _close = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _receiving;

    /// <summary>Begins at once.</summary>
    /// <param name="connection">The way to the broker.</param>
    /// <param name="queue">From which queue.</param>
    /// <param name="prefetch">Messages that are ours at most, those that nobody took yet included.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told when there is no connection.</param>
    public Subscription(BrokerConnection connection, string queue, ushort prefetch, TimeProvider time, ILogger logger)
    {
        (_connection, _queue, _prefetch, _time, _logger) = (connection, queue, prefetch, time, logger);
        _receiving = Task.Run(ReceiveAsync);
    }

    /// <summary>Messages that arrived and that nobody took.</summary>
    public int Waiting => _arrived.Reader.Count;

    /// <summary>The next message that arrived and is ours still; null when none has.</summary>
    public Delivery? TryTake()
    {
        while (_arrived.Reader.TryRead(out var delivery))
        {
            if (delivery.IsOurs)
            {
                return delivery;
            }
        }

        return null;
    }

    /// <summary>The next message, however long that takes.</summary>
    public async Task<Delivery> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake() is { } delivery)
            {
                return delivery;
            }

            await WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends when it is worth trying to take one.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (!await _arrived.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new BrokerUnavailableException($"messages of {_queue} are not taken any more");
        }
    }

    /// <summary>Takes no more messages, and ends when none will come; those that are ours stay so until <see cref="DisposeAsync"/>.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _stopped.Task.ConfigureAwait(false);
    }

    /// <summary>Stops; what was not acknowledged goes back to the queue.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_close.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _close.CancelAsync().ConfigureAwait(false);
        await _receiving.ConfigureAwait(false);
        _stop.Dispose();
        _close.Dispose();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    await ReceiveByOneChannelAsync().ConfigureAwait(false);
                }
                catch (Exception) when (_stop.IsCancellationRequested)
                {
                    break;
                }
                catch (Exception e)
                {
                    LogNotReceiving(_logger, _queue, BrokerFault.Of(e, _connection.Address).Message, Pause);
                    await Task.Delay(Pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    await PrepareAsync().ConfigureAwait(false);
                }
            }
        }
        finally
        {
            _arrived.Writer.Complete();
            _stopped.TrySetResult();
        }
    }

    /// <summary>The queue itself may be what is missing.</summary>
    private async Task PrepareAsync()
    {
        try
        {
            await _connection.PrepareAsync(Patience, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is BrokerUnavailableException or BrokerRefusedException or OperationCanceledException or ObjectDisposedException)
        {
            return;   // the next round meets it too, and tells it
        }
    }

    private async Task ReceiveByOneChannelAsync()
    {
        var connection = await _connection.GetAsync(Patience, _stop.Token).ConfigureAwait(false);
        using var lost = new CancellationTokenSource();
        var channel = await connection.CreateChannelAsync(options: null, _stop.Token).ConfigureAwait(false);
        try
        {
            await channel.BasicQosAsync(prefetchSize: 0, _prefetch, global: false, _stop.Token).ConfigureAwait(false);
            var consumer = new Consumer(channel, _arrived.Writer, lost.Token);
            var tag = await channel.BasicConsumeAsync(_queue, autoAck: false, consumer, _stop.Token).ConfigureAwait(false);
            await consumer.Ended.WaitAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_stop.IsCancellationRequested)
            {
                throw new BrokerUnavailableException(channel.CloseReason?.ReplyText.TrimEnd('.') ?? $"queue {_queue} was deleted");
            }

            await channel.BasicCancelAsync(tag, noWait: false, CancellationToken.None).ConfigureAwait(false);
            await consumer.Ended.ConfigureAwait(false);   // the client hands over what came before the broker's answer first
            _stopped.TrySetResult();
            await consumer.Gone.WaitAsync(_close.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            await lost.CancelAsync().ConfigureAwait(false);
            await channel.AbortAsync(CancellationToken.None).ConfigureAwait(false);
            await channel.DisposeAsync().ConfigureAwait(false);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "No messages of {Queue}: {Why}; again in {Wait}")]
    private static partial void LogNotReceiving(ILogger logger, string queue, string why, TimeSpan wait);

    private sealed class Consumer(IChannel channel, ChannelWriter<Delivery> arrived, CancellationToken lost) : AsyncDefaultBasicConsumer(channel)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completed when no more will come: the channel is gone, or the queue.</summary>
        public Task Ended => _ended.Task;

        /// <summary>Completed when the channel is gone.</summary>
        public Task Gone => _gone.Task;

        public override Task HandleBasicDeliverAsync(
            string consumerTag,
            ulong deliveryTag,
            bool redelivered,
            string exchange,
            string routingKey,
            IReadOnlyBasicProperties properties,
            ReadOnlyMemory<byte> body,
            CancellationToken cancellationToken = default)
        {
            // The client uses the body's memory again when this returns.
            arrived.TryWrite(new Delivery(Channel, deliveryTag, new BasicProperties(properties), body.ToArray(), lost));
            return Task.CompletedTask;
        }

        public override Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason)
        {
            _gone.TrySetResult();
            _ended.TrySetResult();
            return base.HandleChannelShutdownAsync(channel, reason);
        }

        protected override Task OnCancelAsync(string[] consumerTags, CancellationToken cancellationToken = default)
        {
            _ended.TrySetResult();
            return base.OnCancelAsync(consumerTags, cancellationToken);
        }
    }
}
