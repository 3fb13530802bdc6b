using TnsEval.EvalSets;
using TnsEval.Testing;

namespace TnsEval.Tests.Perturbing;

/// <summary>The tickets that perturbations are made for.</summary>
internal static class DevCases
{
    public static IReadOnlyList<EvalCase> All { get; } =
        EvalSet.TryLoad([Path.Combine(TestPaths.RepositoryRoot, "eval-sets/tns-support/dev.jsonl")], split: null, out var set, out _)
            ? set.Cases
            : throw new InvalidOperationException("the dev split cannot be read");
}
