using System.Text.Json;
using System.Text.Json.Serialization;

namespace TnsEval.Statistics;

/// <summary>A share that keeps its denominator: 2 of 3 is not 200 of 300, and 0 of 0 is not 0.</summary>
[JsonConverter(typeof(RateJsonConverter))]
public readonly record struct Rate
{
    private readonly int _furtherRepeats;   // so that default(Rate) is 0 of 0 over one repeat

    /// <param name="events">How often it happened; 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">How often it could have.</param>
    /// <param name="repeats">How many trials each case gave; 1 or more. See <see cref="Repeats"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative count, more events than trials, or no repeat.</exception>
    public Rate(int events, int trials, int repeats = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events, trials);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        (Events, Trials, _furtherRepeats) = (events, trials, repeats - 1);
    }

    /// <summary>How often it happened.</summary>
    public int Events { get; }

    /// <summary>How often it could have.</summary>
    public int Trials { get; }

    /// <summary>
    /// How many trials each case gave. Repeats of one case are no further cases: the interval takes them all together for one trial, which is
    /// right when they agree and wider than needed when they do not.
    /// </summary>
    public int Repeats => _furtherRepeats + 1;

    /// <summary>A fraction in [0, 1]; null at zero trials.</summary>
    public double? Value => Trials == 0 ? null : (double)Events / Trials;

    /// <summary>Counts only, such as <c>2/3</c>.</summary>
    public override string ToString() => $"{Events}/{Trials}";
}

/// <summary>
/// Writes <c>{"events":2,"trials":10,"value":0.2,"low":0.056682,"high":0.509838}</c>: the counts, and for readers that do no statistics the value
/// (null at zero trials) and its 95 % Wilson interval, rounded to six decimals. Reads the counts alone; the rest follows from them.
/// </summary>
internal sealed class RateJsonConverter : JsonConverter<Rate>
{
    public override Rate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement is { ValueKind: JsonValueKind.Object } rate
            && rate.TryGetProperty("events", out var events) && events.TryGetInt32(out var eventCount)
            && rate.TryGetProperty("trials", out var trials) && trials.TryGetInt32(out var trialCount)
            && eventCount >= 0 && eventCount <= trialCount
            ? new Rate(eventCount, trialCount, rate.TryGetProperty("repeats", out var repeats) && repeats.TryGetInt32(out var count) && count > 0 ? count : 1)
            : throw new JsonException("a rate needs events and trials, with 0 <= events <= trials");
    }

    public override void Write(Utf8JsonWriter writer, Rate value, JsonSerializerOptions options)
    {
        var interval = Wilson.Interval(value);
        writer.WriteStartObject();
        writer.WriteNumber("events", value.Events);
        writer.WriteNumber("trials", value.Trials);
        if (value.Repeats > 1)
        {
            writer.WriteNumber("repeats", value.Repeats);
        }

        if (value.Value is { } share)
        {
            writer.WriteNumber("value", SixDecimals.Round(share));
        }
        else
        {
            writer.WriteNull("value");
        }

        writer.WriteNumber("low", SixDecimals.Round(interval.Low));
        writer.WriteNumber("high", SixDecimals.Round(interval.High));
        writer.WriteEndObject();
    }
}
