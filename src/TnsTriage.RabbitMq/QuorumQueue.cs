using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace TnsTriage.RabbitMq;

/// <summary>A queue that is on the disks of a majority of the broker's nodes before a publish is confirmed.</summary>
/// <param name="Name">Its name; the default exchange routes to it.</param>
internal sealed record QuorumQueue(string Name)
{
    /// <summary>How often a message may come back unacknowledged before it is dropped, or dead-lettered; null for as often as it takes.</summary>
    public int? DeliveryLimit { get; init; }

    /// <summary>How long a message stays; null for ever.</summary>
    public TimeSpan? MessageLifetime { get; init; }

    /// <summary>The queue that gets what is rejected, over the limit or over its time, at least once; null when it is dropped.</summary>
    public string? DeadLettersTo { get; init; }

    /// <summary>How long it stays after it was last declared or consumed from; null for ever.</summary>
    public TimeSpan? Expires { get; init; }

    /// <summary>Messages kept, the newest; null for all. Not together with <see cref="DeadLettersTo"/>.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Declares queues, all that can be.</summary>
    /// <exception cref="BrokerRefusedException">Some were declared with other arguments before; tells which.</exception>
    public static async Task DeclareAsync(
        IConnection connection, BrokerAddress address, IEnumerable<QuorumQueue> queues, CancellationToken cancellationToken)
    {
        List<Problem> problems = [];
        IChannel? channel = null;
        try
        {
            foreach (var queue in queues)
            {
                try
                {
                    channel ??= await connection.CreateChannelAsync(options: null, cancellationToken).ConfigureAwait(false);
                    await channel.QueueDeclareAsync(
                        queue.Name, durable: true, exclusive: false, autoDelete: false, queue.Arguments(), cancellationToken: cancellationToken)
                        .ConfigureAwait(false);
                }
                catch (OperationInterruptedException e) when (BrokerFault.ReasonOf(e)?.ReplyCode == BrokerFault.PreconditionFailed)
                {
                    problems.Add(new Problem(
                        $"Queue {queue.Name} at {address}",
                        $"was declared with other arguments: {e.ShutdownReason!.ReplyText.Replace("PRECONDITION_FAILED - ", "", StringComparison.Ordinal)}",
                        $"Let it be emptied and delete it (rabbitmqctl delete_queue {queue.Name}), run the program that declared it, or use another prefix"));
                    await channel!.DisposeAsync().ConfigureAwait(false);   // the broker closed it
                    channel = null;
                }
            }
        }
        finally
        {
            if (channel is not null)
            {
                await channel.DisposeAsync().ConfigureAwait(false);
            }
        }

        if (problems.Count > 0)
        {
            throw new BrokerRefusedException(problems);
        }
    }

    /// <summary>Sees whether queues are there.</summary>
    /// <exception cref="BrokerRefusedException">Some are not; tells which.</exception>
    public static async Task ExpectAsync(IConnection connection, BrokerAddress address, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        List<Problem> problems = [];
        foreach (var name in names)
        {
            var channel = await connection.CreateChannelAsync(options: null, cancellationToken).ConfigureAwait(false);
            try
            {
                await channel.QueueDeclarePassiveAsync(name, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationInterruptedException e) when (BrokerFault.ReasonOf(e)?.ReplyCode == BrokerFault.NotFound)
            {
                problems.Add(new Problem($"Queue {name} at {address}", "is not there", "Correct vhost and prefix, or start the service, which declares it"));
            }
            finally
            {
                await channel.DisposeAsync().ConfigureAwait(false);   // the broker closes it where there is no such queue
            }
        }

        if (problems.Count > 0)
        {
            throw new BrokerRefusedException(problems);
        }
    }

    private Dictionary<string, object?> Arguments()
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["x-queue-type"] = "quorum",
            ["x-delivery-limit"] = DeliveryLimit ?? int.MaxValue,   // without it RabbitMQ 4 drops what came back twenty times
        };
        if (MessageLifetime is { } lifetime)
        {
            arguments["x-message-ttl"] = (long)lifetime.TotalMilliseconds;
        }

        if (Expires is { } expires)
        {
            arguments["x-expires"] = (long)expires.TotalMilliseconds;
        }

        if (MaxLength is { } length)
        {
            arguments["x-max-length"] = length;
        }

        if (DeadLettersTo is { } target)
        {
            arguments["x-dead-letter-exchange"] = "";
            arguments["x-dead-letter-routing-key"] = target;
            arguments["x-dead-letter-strategy"] = "at-least-once";
            arguments["x-overflow"] = "reject-publish";   // which that strategy demands
        }

        return arguments;
    }
}
