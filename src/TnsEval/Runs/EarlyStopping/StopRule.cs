using System.Globalization;
using System.Text.Json.Serialization;
using TnsTriage;

namespace TnsEval.Runs.EarlyStopping;

/// <summary>
/// Limits that a run is held against while it goes on, declared before its first case. It stops once each is shown to be broken or to hold; why that is sound
/// is in <c>docs/adr/0015-early-stopping.md</c>.
/// </summary>
public sealed record StopRule
{
    /// <summary>The highest miss rate that is good enough, as a fraction strictly between 0 and 1; null for no limit.</summary>
    public double? MaxMissRate { get; init; }

    /// <summary>The highest false-alarm rate that is good enough, as a fraction strictly between 0 and 1; null for no limit.</summary>
    public double? MaxFalseAlarmRate { get; init; }

    /// <summary>The highest chance that anything shown of any limit is wrong, as a fraction.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>The limits that were declared, each with an equal part of <see cref="Alpha"/>.</summary>
    internal IReadOnlyList<(LimitedRate Rate, double Limit, double Alpha)> Limits
    {
        get
        {
            (LimitedRate Rate, double? Limit)[] both = [(LimitedRate.Misses, MaxMissRate), (LimitedRate.FalseAlarms, MaxFalseAlarmRate)];
            var declared = both.Where(one => one.Limit is not null).ToArray();
            return [.. declared.Select(one => (one.Rate, one.Limit!.Value, Alpha / declared.Length))];
        }
    }

    /// <summary>Every problem of this rule; none when it can be used.</summary>
    public IEnumerable<Problem> Check()
    {
        if (Limits.Count == 0)
        {
            yield return new Problem("--stop-early", "there is no limit to stop at", "Declare one: --max-miss-rate 10%, --max-false-alarm-rate 5%, or both");
        }

        foreach (var (rate, limit, _) in Limits.Where(limit => limit.Limit is not (> 0 and < 1)))
        {
            yield return new Problem(
                OptionOf(rate),
                string.Create(CultureInfo.InvariantCulture, $"{limit} is not strictly between 0 and 1"),
                "Write a share such as 5% or 0.05");
        }

        if (Alpha is not (> 0 and < 1))
        {
            yield return new Problem(nameof(Alpha), string.Create(CultureInfo.InvariantCulture, $"{Alpha} is not strictly between 0 and 1"), "Set a fraction such as 0.05");
        }
    }

    /// <summary>As the command line has it, such as <c>misses at most 10 %, false alarms at most 5 %</c>.</summary>
    public override string ToString() =>
        string.Join(", ", Limits.Select(limit => string.Create(CultureInfo.InvariantCulture, $"{WireName<LimitedRate>.Of(limit.Rate).Replace('_', ' ')} at most {100 * limit.Limit:0.###} %")));

    private static string OptionOf(LimitedRate rate) => rate == LimitedRate.Misses ? "--max-miss-rate" : "--max-false-alarm-rate";
}

/// <summary>A rate that can have a limit.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LimitedRate>))]
public enum LimitedRate
{
    /// <summary>No alarm among escalate tickets.</summary>
    [JsonStringEnumMemberName("misses")] Misses,

    /// <summary>Alarm among benign tickets.</summary>
    [JsonStringEnumMemberName("false_alarms")] FalseAlarms,
}
