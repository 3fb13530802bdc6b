using System.Diagnostics.Metrics;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Webhooks;

namespace TnsTriage.Service.Operations;

/// <summary>Counts the inbox every few seconds, for gauges that must not wait for a file.</summary>
internal sealed class InboxWatch : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly IInbox _inbox;
    private readonly TimeProvider _time;
    private InboxCounts? _counts;

    public InboxWatch(IInbox inbox, IMeterFactory meters, TimeProvider time)
    {
        (_inbox, _time) = (inbox, time);
        var meter = meters.Create(WebhookMeter.Name);
        meter.CreateObservableGauge(
            "tnstriage.inbox.jobs", Jobs, "{conversation}", "Conversations in the inbox: due now, later (leased or waiting for a retry), dead letters");
        meter.CreateObservableGauge("tnstriage.inbox.oldest", Oldest, "s", "Age of the oldest open conversation");
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RunAsync(
        async () => Volatile.Write(ref _counts, await _inbox.CountAsync()),
        () => Every,
        _ => Volatile.Write(ref _counts, null),   // no figure rather than an old one; readiness tells why
        _time,
        stoppingToken);

    private IEnumerable<Measurement<long>> Jobs() => Volatile.Read(ref _counts) is not { } counts ? [] :
    [
        new(counts.Due, new KeyValuePair<string, object?>("state", "due")),
        new(counts.Later, new KeyValuePair<string, object?>("state", "later")),
        new(counts.Dead, new KeyValuePair<string, object?>("state", "dead")),
    ];

    private IEnumerable<Measurement<double>> Oldest() => Volatile.Read(ref _counts) switch
    {
        { OldestReceivedAt: { } oldest } => [new((_time.GetUtcNow() - oldest).TotalSeconds)],
        { Due: 0, Later: 0 } => [new(0)],
        _ => [],   // a queue in RabbitMQ cannot tell
    };
}
