using System.Diagnostics;
using TnsEval.Scoring;
using TnsEval.Statistics;

namespace TnsEval.Gates;

/// <summary>A limit on the bound of a rate: the upper bound, or of <see cref="GatedRate.PairAccuracy"/> the lower.</summary>
/// <param name="Of">The rate.</param>
public sealed record RateRule(GatedRate Of) : GateRule
{
    internal override string Measure => Of switch
    {
        GatedRate.MissRate => "miss rate",
        GatedRate.FalseAlarmRate => "false-alarm rate",
        GatedRate.PairAccuracy => "pair accuracy",
        GatedRate.InvalidShare => "invalid share",
        GatedRate.FlipRate => "flip rate",
        _ => throw new UnreachableException(Of.ToString()),
    };

    internal override GateUnit Unit => GateUnit.Share;

    internal override bool IsAtMost => Of != GatedRate.PairAccuracy;

    internal override RuleResult Judge(GatedRun run, double confidence)
    {
        if (Of == GatedRate.FlipRate && run.Scores.Stability is null)
        {
            return Unmeasured("the run has no repeats: make it with --repeat 3", run);
        }

        var rate = RateOf(run.Scores);
        if (rate.Value is not { } value)
        {
            return Unmeasured($"the run holds no {Kind}", run, new CasesNeeded(MinimumCases, Kind));
        }

        return Measured(
            run, value, Wilson.Interval(rate, confidence), run.CasesOf(rate), Kind, cases => Wilson.Interval(SameShare.Of(rate, cases), confidence)) with
        { Rate = rate };
    }

    private string Kind => Of switch
    {
        GatedRate.MissRate => $"escalate tickets{In}",
        GatedRate.FalseAlarmRate => $"benign tickets{In}",
        GatedRate.PairAccuracy => "pairs",
        GatedRate.FlipRate => "repeated tickets",
        _ => "tickets",
    };

    private string In => Scope.Slice is { } slice ? $" of {slice}" : "";

    private Rate RateOf(Scorecard scores) => Of switch
    {
        GatedRate.MissRate => scores.MissesOf(Scope.Slice),
        GatedRate.FalseAlarmRate => scores.FalseAlarmsOf(Scope.Slice),
        GatedRate.PairAccuracy => scores.Pairs,
        GatedRate.InvalidShare => new Rate(scores.Coverage.Trials - scores.Coverage.Events, scores.Coverage.Trials, scores.Coverage.Repeats),
        GatedRate.FlipRate => DifferingRepeats(scores.Stability!),
        _ => throw new UnreachableException(Of.ToString()),
    };

    /// <summary>The flip rate as the share of pairs of repeats that differ; a case's pairs together are one trial.</summary>
    private static Rate DifferingRepeats(Stability stability)
    {
        var pairs = stability.Repeats * (stability.Repeats - 1) / 2;
        var trials = stability.Unanimous.Trials * pairs;
        return new Rate((int)Math.Round(trials * (stability.FlipRate ?? 0)), trials, pairs);
    }
}

/// <summary>The rates that a gate can limit.</summary>
public enum GatedRate
{
    /// <summary>No alarm among escalate tickets.</summary>
    MissRate,

    /// <summary>Alarm among benign tickets.</summary>
    FalseAlarmRate,

    /// <summary>Both twins right among pairs.</summary>
    PairAccuracy,

    /// <summary>No assessment among all cases.</summary>
    InvalidShare,

    /// <summary>The chance that two repeats of a case differ in raising an alarm.</summary>
    FlipRate,
}
