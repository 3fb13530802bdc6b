using Microsoft.Extensions.Logging.Abstractions;
using TnsEval.Testing;
using TnsTriage.RabbitMq;
using TnsTriage.Service.Inbox.RabbitMq;

namespace TnsTriage.Service.Tests.Inbox;

/// <summary>A test's own queues on the shared broker, or on another, with delays of milliseconds; deleted with it.</summary>
internal sealed class RabbitQueues(string? uri = null) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Uri => uri ?? Servers.RabbitMq;

    public string Prefix { get; } = $"test-{Guid.NewGuid():N}";

    public RabbitTopology Topology => new(Prefix, [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(400)]);

    /// <summary>Configures a service whose queue is here.</summary>
    public void Set(Dictionary<string, string?> settings)
    {
        settings["TnsTriage:Queue"] = "rabbitmq";
        settings["TnsTriage:RabbitMq:Uri"] = Uri;
        settings["TnsTriage:RabbitMq:Prefix"] = Prefix;
    }

    public RabbitBroker Connect() =>
        new(BrokerAddress.Read(Uri, "test", [])!, Topology, TimeProvider.System, NullLogger<RabbitBroker>.Instance);

    public async ValueTask DisposeAsync()
    {
        await using var broker = Connect();
        await broker.OnChannelAsync(Patience, async channel =>
        {
            foreach (var queue in Topology.Queues.UnionBy(new RabbitTopology(Prefix, RabbitTopology.Delays).Queues, queue => queue.Name))
            {
                await channel.QueueDeleteAsync(queue.Name, ifUnused: false, ifEmpty: false, noWait: false, CancellationToken.None);
            }

            return true;
        });
    }
}
