using System.Text.Json.Serialization;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsTriage.Assessments;

namespace TnsEval.Sweeping;

/// <summary>What a run's answers would have led to if alarms were raised by other rules.</summary>
public sealed record OperatingPoint
{
    /// <summary>The severity from which an alarm is raised.</summary>
    public required Severity AlarmFrom { get; init; }

    /// <summary>Whether a ticket that asks for a person raises an alarm; else it waits for a review.</summary>
    public required bool NeedsHumanAlarms { get; init; }

    /// <summary>Whether this leaves nothing for reviews: each ticket with anything to review raises an alarm.</summary>
    public bool ReviewsAlarm => NeedsHumanAlarms && AlarmFrom == Severity.Low;

    /// <summary>What a case without an assessment counts as.</summary>
    public required InvalidPolicy InvalidPolicy { get; init; }

    /// <summary>Whether this is what production does.</summary>
    public bool Ships => AlarmFrom == EscalationPolicy.AlarmFrom && !NeedsHumanAlarms && InvalidPolicy == InvalidPolicy.AsPositive;

    /// <summary>No alarm among escalate tickets.</summary>
    public required Rate Misses { get; init; }

    /// <summary>Alarm among benign tickets.</summary>
    public required Rate FalseAlarms { get; init; }

    /// <summary>The share of alarms that would be right, at each of <see cref="SweepOptions.PrecisionBaseRates"/>.</summary>
    public required IReadOnlyList<PrecisionAt> Precision { get; init; }

    /// <summary>The share of tickets without an alarm that are benign indeed, at the sweep's base rate; null when a rate was not measured or all would alarm.</summary>
    [JsonConverter(typeof(SixDecimals))]
    public required double? PassPrecision { get; init; }

    /// <summary>Of 1,000 tickets without an alarm, those that had to escalate; null with <see cref="PassPrecision"/>.</summary>
    [JsonIgnore]
    public double? MissedPer1000Passed => 1_000 * (1 - PassPrecision);

    /// <summary>Alarms to expect on a day; null when a rate was not measured.</summary>
    [JsonConverter(typeof(SixDecimals))]
    public required double? AlarmsPerDay { get; init; }

    /// <summary>Reviews to expect on a day, of tickets that raise no alarm; null when a rate was not measured.</summary>
    [JsonConverter(typeof(SixDecimals))]
    public required double? ReviewsPerDay { get; init; }

    /// <summary>What errors cost on a day; null without costs.</summary>
    [JsonConverter(typeof(SixDecimals))]
    public required double? CostPerDay { get; init; }

    /// <summary>Whether no other point under the same <see cref="InvalidPolicy"/> costs less; of several, the one that raises fewest alarms.</summary>
    public required bool IsCheapest { get; init; }
}

/// <summary>What an alarm is worth at one base rate.</summary>
/// <param name="BaseRate">Tickets that must escalate among all tickets, as a fraction.</param>
/// <param name="Value">The share of alarms that would be right; null when a rate was not measured or nothing would alarm.</param>
/// <param name="Low">Lower end of its 95 % interval; see <see cref="PredictiveValue.PrecisionInterval"/>.</param>
/// <param name="High">Upper end.</param>
public sealed record PrecisionAt(
    double BaseRate,
    [property: JsonConverter(typeof(SixDecimals))] double? Value,
    [property: JsonConverter(typeof(SixDecimals))] double? Low,
    [property: JsonConverter(typeof(SixDecimals))] double? High)
{
    /// <summary>Of two measured rates.</summary>
    public static PrecisionAt Of(Rate misses, Rate falseAlarms, double baseRate)
    {
        var value = PredictiveValue.Precision(1 - misses.Value, falseAlarms.Value, baseRate);
        var interval = value is null ? null : PredictiveValue.PrecisionInterval(misses, falseAlarms, baseRate).Interval;
        return new PrecisionAt(baseRate, value, interval?.Low, interval?.High);
    }
}
