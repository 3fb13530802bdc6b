using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using TnsTriage;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Coordinating;

/// <summary>
/// A coordinator's claim to its run. Nothing of a run may be touched without its lock, the queue that one connection alone can have, so that comes first on each connection,
/// and everything else that a run needs at the broker after it.
/// </summary>
/// <param name="queues">The run's.</param>
/// <param name="broker">Where it is claimed.</param>
internal sealed class RunClaim(RunQueues queues, WorkersBroker broker)
{
    /// <summary>The broker may have yet to miss a coordinator that was killed a moment ago.</summary>
    private const int Attempts = 4;

    private int _refusals;

    /// <summary>Whether the run was this coordinator's at any time.</summary>
    public bool WasTaken { get; private set; }

    /// <summary>Whether another coordinator had it at the last attempt.</summary>
    public bool IsOfAnother => _refusals > 0;

    /// <summary>Takes the run, and declares what it needs.</summary>
    /// <exception cref="BrokerRefusedException">Another coordinator has it, again and again, and it never was this one's; or a queue is there with other arguments.</exception>
    /// <exception cref="BrokerUnavailableException">Another one has it as yet: it may be our own connection of before, which the broker has yet to miss.</exception>
    public async Task TakeAsync(IConnection connection, CancellationToken cancellationToken)
    {
        await using (var channel = await connection.CreateChannelAsync(options: null, cancellationToken))
        {
            try
            {
                await RunQueues.DeclareMailAsync(channel, queues.Coordinator, cancellationToken);
            }
            catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.ResourceLocked)
            {
                const string Why = "another coordinator works on this run";
                throw ++_refusals >= Attempts && !WasTaken
                    ? new BrokerRefusedException([new Problem(queues.Coordinator, Why, "Wait for it, or stop it")], e)
                    : new BrokerUnavailableException(Why, e);
            }

            await RunQueues.DeclareLobbyAsync(channel, broker.Lobby, cancellationToken);
        }

        await queues.DeclareAsync(connection, broker.Address, cancellationToken);
        (_refusals, WasTaken) = (0, true);
    }
}
