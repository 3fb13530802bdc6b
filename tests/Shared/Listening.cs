using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TnsEval.Testing;

/// <summary>What a source and meter told while this lived, of that which carries one tag; other tests run beside it and tell of theirs.</summary>
internal sealed class Listening : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly ConcurrentQueue<Measurement> _measurements = [];
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();
    private readonly string _tag;
    private readonly string _value;

    /// <param name="name">Of the source and the meter.</param>
    /// <param name="tag">The tag that tells this test's signals from others'.</param>
    /// <param name="value">Its value.</param>
    public Listening(string name, string tag, string value)
    {
        (_tag, _value) = (tag, value);
        _activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _meters.Start();
    }

    public IReadOnlyList<Activity> Spans => [.. _spans.Where(span => span.GetTagItem(_tag) as string == _value)];

    public IReadOnlyList<Measurement> All => [.. _measurements.Where(one => one.Tags.GetValueOrDefault(_tag) as string == _value)];

    public IReadOnlyList<Measurement> Measured(string instrument) => [.. All.Where(one => one.Instrument == instrument)];

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measurements.Enqueue(new Measurement(instrument.Name, value, tags.ToArray().ToDictionary()));

    internal sealed record Measurement(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);
}
