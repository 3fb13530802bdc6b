using System.Globalization;
using TnsTriage.RabbitMq;

namespace TnsTriage.Service.Inbox.RabbitMq;

/// <summary>The queues of an inbox. All are quorum queues: what is confirmed is on the disks of a majority of the broker's nodes.</summary>
/// <param name="prefix">What their names begin with.</param>
/// <param name="delays">How long jobs can be put off, the shortest first; a longer wait is made of several.</param>
internal sealed class RabbitTopology(string prefix, IReadOnlyList<TimeSpan> delays)
{
    /// <summary>
    /// Far above what <see cref="Triage.TriageWorker"/> stands for: it ends only what no worker comes so far with as to give it up itself.
    /// </summary>
    private const int DeliveryLimit = 50;

    /// <summary>Every wait up to hours in few steps, and few queues.</summary>
    public static IReadOnlyList<TimeSpan> Delays { get; } =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1),
    ];

    /// <summary>Jobs that are due.</summary>
    public string Work => $"{prefix}.work";

    /// <summary>Dead letters.</summary>
    public string Dead => $"{prefix}.dead";

    /// <summary>What people said by tags, on its way to the ledger.</summary>
    public string Notes => $"{prefix}.notes";

    /// <summary>Takes what is written to see whether anything can be; keeps the last.</summary>
    public string Probe => $"{prefix}.probe";

    /// <summary>Jobs that are put off, a queue for each delay.</summary>
    public IReadOnlyList<string> Delayed { get; } = [.. delays.Select(delay => DelayQueue(prefix, delay))];

    /// <summary>All of them.</summary>
    public IReadOnlyList<QuorumQueue> Queues =>
    [
        new(Dead),
        new(Work) { DeliveryLimit = DeliveryLimit, DeadLettersTo = Dead },
        new(Notes) { DeliveryLimit = DeliveryLimit, DeadLettersTo = Dead },
        .. delays.Select(delay => new QuorumQueue(DelayQueue(prefix, delay)) { MessageLifetime = delay, DeadLettersTo = Work }),
        new(Probe) { MaxLength = 1 },
    ];

    /// <summary>
    /// Where a job waits that is due after a time, never longer than that but for what is below the shortest delay; and how long it then has to
    /// wait still.
    /// </summary>
    public (string Queue, TimeSpan Left) QueueFor(TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero)
        {
            return (Work, TimeSpan.Zero);
        }

        var longest = delays.LastOrDefault(delay => delay <= wait, delays[0]);
        return (DelayQueue(prefix, longest), wait > longest ? wait - longest : TimeSpan.Zero);
    }

    private static string DelayQueue(string prefix, TimeSpan delay) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}.delay.{(long)delay.TotalMilliseconds}ms");
}
