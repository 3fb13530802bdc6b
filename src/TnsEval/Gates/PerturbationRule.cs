using TnsEval.Scoring;
using TnsEval.Statistics;

namespace TnsEval.Gates;

/// <summary>
/// A limit on how often rewriting a ticket flips its alarm, on the upper bound. Of every perturbation of the run, each for itself: a mean over several could be
/// lowered by adding harmless ones.
/// </summary>
public sealed record PerturbationRule : GateRule
{
    /// <summary>The one perturbation it speaks of; null for all that the run has.</summary>
    public string? Perturbation { get; init; }

    internal override string Measure => $"flip rate under {Perturbation ?? "each perturbation"}";

    internal override GateUnit Unit => GateUnit.Share;

    internal override RuleResult Judge(GatedRun run, double confidence)
    {
        PerturbationScore[] scores = [.. run.Scores.Perturbations.Where(score => Perturbation is null || score.Name == Perturbation)];
        return scores.Length == 0
            ? Unmeasured($"the run has no tickets rewritten by {Perturbation ?? "any perturbation"}: make it with --perturb {Perturbation ?? "all"}", run)
            : scores.Select(score => Judge(run, score, confidence)).MaxBy(result => (result.Verdict, result.Interval?.High ?? 0))!;
    }

    private RuleResult Judge(GatedRun run, PerturbationScore score, double confidence)
    {
        var kind = $"tickets rewritten by {score.Name}";
        var flips = score.Flips;
        var result = flips.Value is { } value
            ? Measured(run, value, Wilson.Interval(flips, confidence), flips.Cases(), kind, cases => Wilson.Interval(flips.Over(cases), confidence))
                with { Rate = flips }
            : Unmeasured($"no answer to {kind} can be held against the one to the ticket itself", run, new CasesNeeded(MinimumCases, kind));
        return result with { Perturbation = Perturbation is null ? score.Name : null };
    }
}
