using System.Collections.Frozen;

namespace TnsEval.Gates;

/// <summary>An element that the <c>Gate</c> section can hold: what it limits, and which attributes it takes.</summary>
/// <param name="Limit">The attribute that holds the limit: <c>Max</c> or <c>Min</c>.</param>
/// <param name="Unit">The limit's unit.</param>
/// <param name="Label">The tickets it counts, where it can speak of slices.</param>
/// <param name="Rule">The rule without its scope, from the limit and the attributes that are its own.</param>
/// <param name="Own">Attributes of its own, all needed.</param>
internal sealed record GateElement(string Limit, GateUnit Unit, CountedLabel Label, Func<double, IReadOnlyList<double>, GateRule> Rule, params IReadOnlyList<string> Own)
{
    public const string Set = "Set";
    public const string MinimumCases = "MinimumCases";

    /// <summary>Attributes that name a slice.</summary>
    public static IReadOnlyList<string> Slices { get; } = ["Category", "Severity", "Tag", "Language"];

    /// <summary>By name.</summary>
    public static FrozenDictionary<string, GateElement> All { get; } = new Dictionary<string, GateElement>(StringComparer.Ordinal)
    {
        ["MissRate"] = Rate(GatedRate.MissRate, CountedLabel.Escalate),
        ["FalseAlarmRate"] = Rate(GatedRate.FalseAlarmRate, CountedLabel.Benign),
        ["Misses"] = new("Max", GateUnit.Cases, CountedLabel.Escalate, (limit, _) => new CountRule(OfMisses: true) { Limit = limit }),
        ["FalseAlarms"] = new("Max", GateUnit.Cases, CountedLabel.Benign, (limit, _) => new CountRule(OfMisses: false) { Limit = limit }),
        ["PairAccuracy"] = Rate(GatedRate.PairAccuracy) with { Limit = "Min" },
        ["InvalidShare"] = Rate(GatedRate.InvalidShare),
        ["FlipRate"] = Rate(GatedRate.FlipRate),
        ["MissIncrease"] = new("Max", GateUnit.Points, CountedLabel.Any, (limit, _) => new IncreaseRule(OfMisses: true) { Limit = limit }),
        ["FalseAlarmIncrease"] = new("Max", GateUnit.Points, CountedLabel.Any, (limit, _) => new IncreaseRule(OfMisses: false) { Limit = limit }),
        ["CostPer1000Tickets"] = new(
            "Max", GateUnit.Cost, CountedLabel.Any, (limit, own) => new CostRule(Miss: own[0], FalseAlarm: own[1]) { Limit = limit }, "Miss", "FalseAlarm"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every attribute that it takes.</summary>
    public IReadOnlyList<string> Attributes => [Limit, .. Own, Set, .. Label == CountedLabel.Any ? [] : Slices, MinimumCases];

    private static GateElement Rate(GatedRate of, CountedLabel label = CountedLabel.Any) =>
        new("Max", GateUnit.Share, label, (limit, _) => new RateRule(of) { Limit = limit });
}

/// <summary>Which tickets a rule counts.</summary>
internal enum CountedLabel
{
    /// <summary>Both kinds, or pairs: such a rule is not cut into slices.</summary>
    Any,
    Escalate,
    Benign,
}
