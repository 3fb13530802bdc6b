using System.Globalization;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace TnsTriage.RabbitMq;

/// <summary>A message that is ours until it is acknowledged, or until the channel that it came by is gone: then somebody else gets it.</summary>
internal sealed class Delivery(IChannel channel, ulong tag, BasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken lost)
{
    private const string DeliveryCountHeader = "x-delivery-count";

    private int _isSettled;

    public BasicProperties Properties => properties;

    public ReadOnlyMemory<byte> Body => body;

    /// <summary>How often it was delivered before and came back: whoever had it died, lost the connection or returned it.</summary>
    public int Returns { get; } = properties.Headers?.TryGetValue(DeliveryCountHeader, out var count) == true
        ? Convert.ToInt32(count, CultureInfo.InvariantCulture)
        : 0;

    /// <summary>Cancelled when it is not ours any more because the channel is gone.</summary>
    public CancellationToken Lost => lost;

    /// <summary>Whether it is ours still, as far as we know.</summary>
    public bool IsOurs => Volatile.Read(ref _isSettled) == 0 && channel.IsOpen;

    /// <summary>Takes it off its queue; false when it is not ours any more.</summary>
    /// <remarks>AMQP confirms no acknowledgement: when the connection breaks right after, the message comes again.</remarks>
    public Task<bool> AckAsync() => SettleAsync(() => channel.BasicAckAsync(tag, multiple: false));

    /// <summary>Puts it back in its queue, where its returns are counted; false when it is not ours any more.</summary>
    public Task<bool> ReturnAsync() => SettleAsync(() => channel.BasicRejectAsync(tag, requeue: true));

    /// <summary>Gives it to the queue's dead letters; false when it is not ours any more.</summary>
    public Task<bool> RejectAsync() => SettleAsync(() => channel.BasicRejectAsync(tag, requeue: false));

    private async Task<bool> SettleAsync(Func<ValueTask> settle)
    {
        if (!channel.IsOpen || Interlocked.Exchange(ref _isSettled, 1) != 0)
        {
            return false;
        }

        try
        {
            await settle().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is OperationInterruptedException or ObjectDisposedException or IOException)
        {
            return false;
        }
    }
}
