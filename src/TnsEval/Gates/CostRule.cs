using TnsEval.Statistics;

namespace TnsEval.Gates;

/// <summary>
/// A limit on what 1,000 tickets of production cost in misses and false alarms, at a stated base rate. The interval runs from the cost at both rates' lower
/// bounds to that at both upper bounds: wider than needed, for both rates are seldom unlucky at once.
/// </summary>
/// <param name="Miss">What a missed ticket costs.</param>
/// <param name="FalseAlarm">What a false alarm costs, in the same unit.</param>
public sealed record CostRule(double Miss, double FalseAlarm) : GateRule
{
    private const string Kind = "tickets of both labels";

    internal override string Measure => FormattableString.Invariant($"cost per 1,000 tickets (miss {Miss:0.##}, false alarm {FalseAlarm:0.##})");

    internal override GateUnit Unit => GateUnit.Cost;

    internal override RuleResult Judge(GatedRun run, double confidence)
    {
        var (misses, falseAlarms) = (run.Scores.Misses, run.Scores.FalseAlarms);
        if (misses.Value is not { } missRate || falseAlarms.Value is not { } falseAlarmRate)
        {
            return Unmeasured($"the run does not hold {Kind}", run, new CasesNeeded(MinimumCases, Kind));
        }

        // The scarcer label decides whether there are enough; the other grows with it.
        var (escalate, benign) = (run.CasesOf(misses), run.CasesOf(falseAlarms));
        var scarcer = Math.Min(escalate, benign);
        var baseRate = run.Scores.BaseRate;
        var result = Measured(
            run,
            Cost(missRate, falseAlarmRate, baseRate),
            Interval(Wilson.Interval(misses, confidence), Wilson.Interval(falseAlarms, confidence), baseRate),
            scarcer,
            Kind,
            cases => Interval(
                Wilson.Interval(SameShare.Of(misses, Scaled(escalate, cases, scarcer)), confidence),
                Wilson.Interval(SameShare.Of(falseAlarms, Scaled(benign, cases, scarcer)), confidence),
                baseRate));
        return result.Needed is { } needed ? result with { Needed = needed with { More = Scaled(escalate + benign, needed.More, scarcer) } } : result;
    }

    private static int Scaled(int cases, int wanted, int scarcer) => (int)Math.Min(CasesToDecide.Most, Math.Ceiling((double)cases * wanted / scarcer));

    private Interval Interval(Interval misses, Interval falseAlarms, double baseRate) =>
        new(Cost(misses.Low, falseAlarms.Low, baseRate), Cost(misses.High, falseAlarms.High, baseRate));

    private double Cost(double missRate, double falseAlarmRate, double baseRate) =>
        1000 * ((baseRate * missRate * Miss) + ((1 - baseRate) * falseAlarmRate * FalseAlarm));
}
