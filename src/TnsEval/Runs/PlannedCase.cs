using TnsEval.EvalSets;
using TnsEval.Perturbing;
using TnsTriage;

namespace TnsEval.Runs;

/// <summary>One classification that a run has to make.</summary>
/// <param name="Case">The case.</param>
/// <param name="Repeat">Which repeat of it, from 0.</param>
/// <param name="Perturbation">How its ticket is rewritten; null for the ticket as it is.</param>
/// <param name="Seed">The run's seed, which makes the rewriting's choices.</param>
public sealed record PlannedCase(EvalCase Case, int Repeat, Perturbation? Perturbation = null, long Seed = 0)
{
    /// <summary>The ticket to classify. Made anew at each call: a run holds thousands.</summary>
    public Ticket Ticket => Perturbation?.Apply(Case, Seed) ?? Case.Ticket;

    /// <summary>What its record goes by.</summary>
    public RecordKey Key => new(Case.Id, Repeat, Perturbation?.Name);

    /// <summary>
    /// All that a run has to make, in the order it begins them: every case as it is, once before any a second time, and only then rewritten; shuffled by the seed, so
    /// that the first cases of a run are a fair sample of all. Twins stand side by side.
    /// </summary>
    public static IEnumerable<PlannedCase> Of(IReadOnlyList<EvalCase> cases, RunOptions options)
    {
        var shuffled = cases.OrderBy(@case => EvalSet.Rank(@case, options.Seed)).ThenBy(@case => @case.Id.Value, StringComparer.Ordinal).ToArray();
        return
            from perturbation in options.Perturbations.Chosen.Prepend(null)
            from repeat in Enumerable.Range(0, options.Repeats)
            from @case in shuffled
            select new PlannedCase(@case, repeat, perturbation, options.Seed);
    }
}
