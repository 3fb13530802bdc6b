using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Coordinating;

/// <summary>When nothing moves though jobs are open, they are nowhere any more: somebody emptied or deleted a queue, or the broker lost its disk. Then they are published again.</summary>
/// <param name="connection">The way to the broker.</param>
/// <param name="queues">Where they might be.</param>
/// <param name="open">The jobs.</param>
/// <param name="members">Those who might have them.</param>
/// <param name="publisher">Publishes them.</param>
/// <param name="standstill">How long nothing moved.</param>
/// <param name="notes">Is told.</param>
internal sealed class LostJobs(
    BrokerConnection connection, RunQueues queues, OpenJobs open, Members members, JobPublisher publisher, Standstill standstill, RunNotes notes)
{
    private const int MostTimes = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="BrokerUnavailableException">The connection broke.</exception>
    /// <exception cref="BrokerRefusedException">The broker has other queues of that name.</exception>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (open.Count == 0 || members.Count == 0 || members.Held > 0 || !standstill.IsLong)
        {
            return;
        }

        await connection.PrepareAsync(Patience, cancellationToken);   // a queue that is gone holds none
        if (await queues.CountAsync(connection, cancellationToken) > 0)
        {
            return;
        }

        standstill.Moved();
        var lost = open.Published();
        if (lost.FirstOrDefault(job => job.Times >= MostTimes) is { } hopeless)
        {
            open.Stop($"case {hopeless.Key.Id} was published {MostTimes} times and nothing came of it", "Look at the workers and the broker");
            return;
        }

        if (lost.Count > 0)
        {
            notes.Say($"{lost.Count} jobs got lost between the queues and are published again.");
            _ = Task.WhenAll(lost.Select(publisher.PublishAsync));
        }
    }
}
