using TnsEval.EvalSets;

namespace TnsEval.Runs;

/// <summary>One classification that a run has to make.</summary>
/// <param name="Case">The case.</param>
/// <param name="Repeat">Which repeat of it, from 0.</param>
public sealed record PlannedCase(EvalCase Case, int Repeat)
{
    /// <summary>
    /// All that a run has to make, in the order it begins them: every case once before any a second time, shuffled by the seed, so that the first cases
    /// of a run are a fair sample of all. Twins stand side by side.
    /// </summary>
    public static IEnumerable<PlannedCase> Of(IReadOnlyList<EvalCase> cases, RunOptions options)
    {
        var shuffled = cases.OrderBy(@case => EvalSet.Rank(@case, options.Seed)).ThenBy(@case => @case.Id.Value, StringComparer.Ordinal).ToArray();
        return Enumerable.Range(0, options.Repeats).SelectMany(repeat => shuffled.Select(@case => new PlannedCase(@case, repeat)));
    }
}
