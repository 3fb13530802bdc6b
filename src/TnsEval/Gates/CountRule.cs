using TnsEval.Statistics;

namespace TnsEval.Gates;

/// <summary>A limit on a count, such as no critical miss at all. One more than the limit fails, whatever the number of cases.</summary>
/// <param name="OfMisses">Misses; false alarms otherwise.</param>
public sealed record CountRule(bool OfMisses) : GateRule
{
    internal override string Measure => OfMisses ? "misses" : "false alarms";

    internal override GateUnit Unit => GateUnit.Cases;

    internal override RuleResult Judge(GatedRun run, double confidence)
    {
        var rate = OfMisses ? run.Scores.MissesOf(Scope.Slice) : run.Scores.FalseAlarmsOf(Scope.Slice);
        var kind = $"{(OfMisses ? "escalate" : "benign")} tickets{(Scope.Slice is { } slice ? $" of {slice}" : "")}";
        var cases = run.CasesOf(rate);
        if (cases == 0)
        {
            return Unmeasured($"the run holds no {kind}", run, new CasesNeeded(MinimumCases, kind));
        }

        var isBroken = rate.Events > Limit;
        var result = isBroken || cases >= MinimumCases
            ? Unmeasured("", run) with { Verdict = isBroken ? GateVerdict.Fail : GateVerdict.Pass, Why = null }
            : Unmeasured($"{cases} {kind}, fewer than the {MinimumCases} asked for", run, new CasesNeeded(MinimumCases - cases, kind));
        return result with { Rate = rate, Value = rate.Events };
    }
}
