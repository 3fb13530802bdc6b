using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using TnsTriage.Service.Tests.Desks;

namespace TnsTriage.Service.Tests.Operations;

public sealed class SignalTests
{
    [Fact]
    public async Task Metrics_tell_what_was_decided_and_done_in_names_and_counts()
    {
        await using var desk = await Desk.OpenAsync();
        var measured = new ConcurrentBag<string>();
        using var listener = Listen(desk.Services.GetRequiredService<IMeterFactory>(), measured);
        await desk.ReceiveAsync("The leader was alone with the children again.");

        await desk.WorkAsync();

        measured.ShouldContain("tnstriage.webhooks result=enqueued scheme=application");
        measured.ShouldContain("tnstriage.decisions dry_run=False outcome=assessed verdict=escalate_urgent");
        measured.ShouldContain("tnstriage.decision.delay");
        measured.ShouldContain("tnstriage.model.duration outcome=assessed");
        measured.ShouldContain("tnstriage.steps done=True step=Comment");
        string.Join('\n', measured).ShouldNotContain("children");
    }

    private static MeterListener Listen(IMeterFactory factory, ConcurrentBag<string> measured)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Scope == factory)
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => measured.Add(Text(instrument, tags)));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => measured.Add(Text(instrument, tags)));
        listener.Start();
        return listener;
    }

    private static string Text(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', [instrument.Name, .. tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}")]);
}
