using TnsEval.Statistics;

namespace TnsEval.Gates;

/// <summary>
/// How much worse than the baseline run a run may be on the same cases, in points: non-inferiority, by the upper bound of Tango's interval for the paired
/// difference. A case that was repeated counts as wrong when it was so in any repeat.
/// </summary>
/// <param name="OfMisses">The miss rate; the false-alarm rate otherwise.</param>
public sealed record IncreaseRule(bool OfMisses) : GateRule
{
    internal override string Measure => $"increase of the {(OfMisses ? "miss" : "false-alarm")} rate over the baseline";

    internal override GateUnit Unit => GateUnit.Points;

    internal override RuleResult Judge(GatedRun run, double confidence)
    {
        if (run.Baseline is not { } baseline)
        {
            return Unmeasured("no run of a baseline on the same cases was given: name one with --baseline", run);
        }

        var kind = OfMisses ? "escalate tickets" : "benign tickets";
        var counts = OfMisses ? baseline.Misses : baseline.FalseAlarms;
        return counts.Difference is { } difference
            ? Measured(run, difference, Interval(counts, confidence), counts.Trials, kind, cases => IntervalAt(counts, cases, confidence))
            : Unmeasured($"the run holds no {kind}", run, new CasesNeeded(MinimumCases, kind));
    }

    private static Interval Interval(PairedCounts counts, double confidence) => Tango.Interval(counts, confidence)!.Value;

    /// <summary>The interval at the same shares over another number of cases: of whole cases rounded either way, so that no luck of rounding decides.</summary>
    private static Interval IntervalAt(PairedCounts counts, int cases, double confidence)
    {
        var worse = Interval(Scaled(Math.Ceiling, Math.Floor), confidence);
        var better = Interval(Scaled(Math.Floor, Math.Ceiling), confidence);
        return new Interval(Math.Min(worse.Low, better.Low), Math.Max(worse.High, better.High));

        PairedCounts Scaled(Func<double, double> roundFirst, Func<double, double> roundSecond)
        {
            var factor = (double)cases / counts.Trials;
            var firstOnly = Math.Min(cases, (int)roundFirst(counts.FirstOnly * factor));
            var secondOnly = Math.Min(cases - firstOnly, (int)roundSecond(counts.SecondOnly * factor));
            return new PairedCounts(both: 0, firstOnly, secondOnly, neither: cases - firstOnly - secondOnly);   // cases that do not differ are all one to it
        }
    }
}
