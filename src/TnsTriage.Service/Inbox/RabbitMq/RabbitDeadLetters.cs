using RabbitMQ.Client;
using TnsTriage.Front;

namespace TnsTriage.Service.Inbox.RabbitMq;

/// <summary>
/// Looks through the queue of dead letters, which can only be done by taking them: they go back when the look is over, and meanwhile nobody
/// else sees them. Safe to use from many threads, which wait for each other.
/// </summary>
internal sealed partial class RabbitDeadLetters(RabbitBroker broker, TimeSpan patience, ILogger logger) : IDisposable
{
    private const string FirstQueueHeader = "x-first-death-queue";
    private const string DeathsHeader = "x-death";

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The oldest dead letters that can be read.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(int limit)
    {
        List<DeadLetter> letters = [];
        var unreadable = 0;
        await LookAsync(letter =>
        {
            if (RabbitJob.Read(letter.Body) is { } job)
            {
                letters.Add(Of(job, letter.BasicProperties));
            }
            else
            {
                unreadable++;
            }

            return Task.FromResult((IsTaken: false, IsEnough: letters.Count == limit));
        });
        if (unreadable > 0)
        {
            LogUnreadable(logger, broker.Topology.Dead, unreadable);
        }

        return letters;
    }

    /// <summary>
    /// Puts dead letters back to work: those of one conversation, or all, and then what cannot be read too, where it came from. Each is
    /// published and confirmed before it is taken off: who dies in between leaves it in both places.
    /// </summary>
    /// <returns>How many.</returns>
    public async Task<int> ReplayAsync(ConversationId? conversation)
    {
        var replayed = 0;
        await LookAsync(async letter =>
        {
            var job = RabbitJob.Read(letter.Body);
            if (conversation is not null && job?.ConversationId != conversation)
            {
                return (IsTaken: false, IsEnough: false);
            }

            await broker.PublishAsync(job is null ? OriginOf(letter.BasicProperties) : broker.Topology.Work, job?.Anew().Write() ?? letter.Body, patience);
            replayed++;
            return (IsTaken: true, IsEnough: false);
        });
        return replayed;
    }

    public void Dispose() => _turn.Dispose();

    private async Task LookAsync(Func<BasicGetResult, Task<(bool IsTaken, bool IsEnough)>> look)
    {
        await _turn.WaitAsync();
        try
        {
            await broker.OnChannelAsync(patience, async channel =>
            {
                // No further than what is there now: dead letters that are worked on may come back while we look.
                var (present, taken) = (await CountAsync(channel), 0u);
                for (var left = present; left > 0; left--)
                {
                    if (await channel.BasicGetAsync(broker.Topology.Dead, autoAck: false) is not { } letter)
                    {
                        break;
                    }

                    var (isTaken, isEnough) = await look(letter);
                    if (isTaken)
                    {
                        await channel.BasicAckAsync(letter.DeliveryTag, multiple: false);
                        taken++;
                    }

                    if (isEnough)
                    {
                        break;
                    }
                }

                if (taken < present)
                {
                    await channel.BasicNackAsync(deliveryTag: 0, multiple: true, requeue: true);
                    await WaitForAsync(present - taken, channel);
                }

                return true;
            });
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What is given back is not there at once, and the next look would miss it. Others may take from it, so not for long.</summary>
    private async Task WaitForAsync(uint count, IChannel channel)
    {
        for (var tries = 0; tries < 100 && await CountAsync(channel) < count; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    private async Task<uint> CountAsync(IChannel channel) => (await channel.QueueDeclarePassiveAsync(broker.Topology.Dead)).MessageCount;

    /// <summary>What the broker gave up itself says nothing of why: then it came back too often.</summary>
    private static DeadLetter Of(RabbitJob job, IReadOnlyBasicProperties properties) => job switch
    {
        { DiedAt: { } diedAt, Setback: { } kind } =>
            new(job.ConversationId, job.ReceivedAt, diedAt, job.Attempts, new Setback(kind, job.Detail ?? "")),
        _ => new(
            job.ConversationId, job.ReceivedAt, DiedAt(properties) ?? job.ReceivedAt, job.Attempts,
            new Setback(SetbackKind.WorkerDied, "it came back to the queue more often than its delivery limit allows")),
    };

    private static DateTimeOffset? DiedAt(IReadOnlyBasicProperties properties) =>
        properties.Headers?.TryGetValue(DeathsHeader, out var deaths) == true
        && deaths is List<object> and [IDictionary<string, object?> first, ..]
        && first.TryGetValue("time", out var at) && at is AmqpTimestamp timestamp
            ? DateTimeOffset.FromUnixTimeSeconds(timestamp.UnixTime)
            : null;

    private string OriginOf(IReadOnlyBasicProperties properties) =>
        properties.Headers?.TryGetValue(FirstQueueHeader, out var queue) == true
        && queue is byte[] name && System.Text.Encoding.UTF8.GetString(name) == broker.Topology.Notes
            ? broker.Topology.Notes
            : broker.Topology.Work;

    [LoggerMessage(1, LogLevel.Warning, "{Count} messages of {Queue} cannot be read and are not listed: of a newer program, or of another")]
    private static partial void LogUnreadable(ILogger logger, string queue, int count);
}
