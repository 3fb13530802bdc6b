using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;

namespace TnsTriage.RabbitMq.Tests;

/// <summary>A test's way to a broker, and queues of its own there, deleted with it.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<QuorumQueue> _declared = [];
    private readonly string _prefix = $"test-{Guid.NewGuid():N}";

    public TestBroker(string uri)
    {
        Address = AddressOf(uri);
        Connection = new BrokerConnection(
            Address, "test", (connection, stop) => QuorumQueue.DeclareAsync(connection, Address, _declared, stop), TimeProvider.System, NullLogger.Instance);
        Publisher = new ConfirmedPublisher(Connection, TimeProvider.System);
    }

    public BrokerAddress Address { get; }

    public BrokerConnection Connection { get; }

    public ConfirmedPublisher Publisher { get; }

    public static BrokerAddress AddressOf(string uri) => BrokerAddress.Read(uri, "test", []).ShouldNotBeNull();

    public string Name(string queue) => $"{_prefix}.{queue}";

    /// <summary>Declares a queue now, and again whenever that is called for.</summary>
    public async Task<string> DeclareAsync(QuorumQueue queue)
    {
        _declared.Add(queue);
        await Connection.PrepareAsync(Patience, CancellationToken.None);
        return queue.Name;
    }

    public Task<string> DeclareAsync(string queue) => DeclareAsync(new QuorumQueue(Name(queue)));

    public Task PublishAsync(string queue, byte content) => Publisher.PublishAsync(queue, new[] { content }, properties: null, Patience, CancellationToken.None);

    public Subscription Subscribe(string queue, ushort prefetch = 10) => new(Connection, queue, prefetch, TimeProvider.System, NullLogger.Instance);

    public async Task DeleteAsync(string queue)
    {
        await using var channel = await (await Connection.GetAsync(Patience, CancellationToken.None)).CreateChannelAsync();
        await channel.QueueDeleteAsync(queue);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var queue in _declared)
        {
            await DeleteAsync(queue.Name);
        }

        await Publisher.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
