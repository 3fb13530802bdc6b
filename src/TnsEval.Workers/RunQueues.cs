using RabbitMQ.Client;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers;

/// <summary>The queues of one run, and the lobby, where the workers of a pool wait for runs. See docs/workers.md.</summary>
/// <param name="run">The run's id.</param>
internal sealed class RunQueues(string run)
{
    /// <summary>
    /// A worker that dies takes all it has down: a job that came back so often was on workers that died, and may be why. From then on it is worked on as a suspect.
    /// </summary>
    private const int ReturnsOfJob = 1;

    /// <summary>Workers that die on a suspect before it is given up.</summary>
    public const int DeathsOfSuspect = 5;

    /// <summary>How long the queues of a run stay that nobody ended and nobody resumes.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The coordinator's mail. Exclusive to its connection: whoever has it is the run's only coordinator.</summary>
    public string Coordinator { get; } = $"tnseval.run.{run}.coordinator";

    /// <summary>What is to be done.</summary>
    public string Jobs { get; } = $"tnseval.run.{run}.jobs";

    /// <summary>Jobs that several workers died with. A worker has one of them at a time, so that a death tells which it was.</summary>
    public string Suspects { get; } = $"tnseval.run.{run}.suspects";

    /// <summary>Jobs that workers died on again and again; the coordinator makes failed cases of them.</summary>
    public string Dead { get; } = $"tnseval.run.{run}.dead";

    /// <summary>What came of the jobs.</summary>
    public string Results { get; } = $"tnseval.run.{run}.results";

    public IReadOnlyList<string> All => [Jobs, Suspects, Dead, Results];

    /// <summary>Declares the lasting queues; also renews their time.</summary>
    public Task DeclareAsync(IConnection connection, BrokerAddress address, CancellationToken cancellationToken) => QuorumQueue.DeclareAsync(
        connection,
        address,
        [
            new QuorumQueue(Dead) { Expires = Abandoned },
            new QuorumQueue(Suspects) { Expires = Abandoned, DeliveryLimit = DeathsOfSuspect - 1, DeadLettersTo = Dead },
            new QuorumQueue(Jobs) { Expires = Abandoned, DeliveryLimit = ReturnsOfJob, DeadLettersTo = Suspects },
            new QuorumQueue(Results) { Expires = Abandoned },
        ],
        cancellationToken);

    /// <summary>Takes out of queues what waits in them; what consumers have comes back when they let it go.</summary>
    /// <exception cref="BrokerUnavailableException">The broker is out of reach.</exception>
    public static Task EmptyAsync(BrokerConnection connection, IReadOnlyList<string> queues, CancellationToken cancellationToken) =>
        OnEachAsync(connection, queues, (channel, queue) => channel.QueuePurgeAsync(queue, cancellationToken), cancellationToken);

    /// <summary>Messages that wait in all of them.</summary>
    /// <exception cref="BrokerUnavailableException">The broker is out of reach, or a queue is not there.</exception>
    public async Task<uint> CountAsync(BrokerConnection connection, CancellationToken cancellationToken)
    {
        var waiting = 0u;
        await OnEachAsync(connection, All, async (channel, queue) => waiting += (await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount, cancellationToken);
        return waiting;
    }

    /// <summary>Deletes all of them with what is in them.</summary>
    public Task DeleteAsync(BrokerConnection connection, CancellationToken cancellationToken) =>
        OnEachAsync(connection, All, (channel, queue) => channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false, noWait: false, cancellationToken), cancellationToken);

    /// <summary>Declares a fanout exchange: what a coordinator says here, every worker of the pool hears.</summary>
    public static Task DeclareLobbyAsync(IChannel channel, string lobby, CancellationToken cancellationToken) =>
        channel.ExchangeDeclareAsync(lobby, ExchangeType.Fanout, durable: false, autoDelete: false, cancellationToken: cancellationToken);

    /// <summary>Declares somebody's mail: it lives as long as the connection.</summary>
    public static Task DeclareMailAsync(IChannel channel, string queue, CancellationToken cancellationToken) => channel.QueueDeclareAsync(
        queue, durable: false, exclusive: true, autoDelete: false, new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-max-length"] = 10_000 }, cancellationToken: cancellationToken);

    private static async Task OnEachAsync(BrokerConnection connection, IReadOnlyList<string> queues, Func<IChannel, string, Task> doAsync, CancellationToken cancellationToken)
    {
        var open = await connection.GetAsync(Patience, cancellationToken);
        try
        {
            await using var channel = await open.CreateChannelAsync(options: null, cancellationToken);
            foreach (var queue in queues)
            {
                await doAsync(channel, queue);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw BrokerFault.Of(e, connection.Address);
        }
    }
}
