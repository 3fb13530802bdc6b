using RabbitMQ.Client;
using TnsTriage.RabbitMq;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Inbox.RabbitMq;

/// <summary>
/// The service's ways to its broker: one to publish on and one to take messages, for a broker that is short of memory or disk stops reading
/// from those who publish, and workers must be able to acknowledge all the same. Both declare all queues.
/// </summary>
internal sealed class RabbitBroker : IAsyncDisposable
{
    private readonly BrokerConnection _publishing, _consuming;
    private readonly ConfirmedPublisher _publisher;
    private readonly TimeProvider _time;
    private readonly ILogger<RabbitBroker> _logger;

    public RabbitBroker(BrokerAddress address, RabbitTopology topology, TimeProvider time, ILogger<RabbitBroker> logger)
    {
        (Address, Topology, _time, _logger) = (address, topology, time, logger);
        _publishing = new BrokerConnection(address, "tnstriage publishes", DeclareAsync, time, logger);
        _consuming = new BrokerConnection(address, "tnstriage consumes", DeclareAsync, time, logger);
        _publisher = new ConfirmedPublisher(_publishing, time);

        Task DeclareAsync(IConnection connection, CancellationToken cancellationToken) =>
            MayDeclare
                ? QuorumQueue.DeclareAsync(connection, address, topology.Queues, cancellationToken)
                : QuorumQueue.ExpectAsync(connection, address, [topology.Dead, topology.Work], cancellationToken);
    }

    /// <summary>Whether it makes queues that are not there; a command that looks at those of a service does not.</summary>
    public bool MayDeclare { get; init; } = true;

    public BrokerAddress Address { get; }

    public RabbitTopology Topology { get; }

    /// <summary>Ends when queues can be used.</summary>
    /// <exception cref="BrokerRefusedException">Waiting does not help.</exception>
    /// <exception cref="BrokerUnavailableException">It has not helped.</exception>
    public Task StartAsync(TimeSpan patience, CancellationToken cancellationToken) => _publishing.GetAsync(patience, cancellationToken);

    /// <summary>Publishes, and ends when it is stored.</summary>
    /// <exception cref="StorageUnavailableException">Nobody knows that it is.</exception>
    public Task PublishAsync(string queue, ReadOnlyMemory<byte> body, TimeSpan patience) => GuardAsync(async () =>
    {
        await _publisher.PublishAsync(queue, body, new BasicProperties { ContentType = "application/json" }, patience, CancellationToken.None);
        return true;
    });

    /// <summary>Takes messages from a queue.</summary>
    public Subscription Subscribe(string queue, int prefetch) => new(_consuming, queue, (ushort)prefetch, _time, _logger);

    /// <summary>Does something on a channel of its own.</summary>
    /// <exception cref="StorageUnavailableException">The broker does not answer, or has no such queue.</exception>
    public Task<T> OnChannelAsync<T>(TimeSpan patience, Func<IChannel, Task<T>> work) => GuardAsync(async () =>
    {
        var connection = await _consuming.GetAsync(patience, CancellationToken.None);
        try
        {
            var channel = await connection.CreateChannelAsync();   // on a connection that hangs, the client cancels this itself
            try
            {
                return await work(channel);
            }
            finally
            {
                await channel.AbortAsync();
                await channel.DisposeAsync();
            }
        }
        catch (Exception e) when (e is not StorageUnavailableException)
        {
            throw BrokerFault.Of(e, Address);
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        await _publishing.DisposeAsync();
        await _consuming.DisposeAsync();
    }

    private static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is BrokerUnavailableException or BrokerRefusedException or ObjectDisposedException)
        {
            throw new StorageUnavailableException(e is ObjectDisposedException ? "the connection to RabbitMQ is closed" : e.Message, e);
        }
    }
}
