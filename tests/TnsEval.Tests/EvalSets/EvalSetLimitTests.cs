using FsCheck;
using FsCheck.Fluent;
using TnsEval.EvalSets;

namespace TnsEval.Tests.EvalSets;

public class EvalSetLimitTests
{
    private static readonly EvalSet Set = new("pairs and singles", [.. Pairs().Concat(Singles())], files: []);

    [Fact]
    public void A_sample_has_as_many_cases_as_asked_for_or_all() => ForAnyLimit((count, seed) =>
        Set.Limit(count, seed).Cases.Count == Math.Min(count, Set.Cases.Count));

    [Fact]
    public void At_most_one_pair_is_cut() => ForAnyLimit((count, seed) =>
    {
        var cases = Set.Limit(count, seed).Cases;
        var ids = cases.Select(@case => @case.Id).ToHashSet();
        return cases.Count(@case => @case.Pair is { } pair && !ids.Contains(pair)) <= 1;
    });

    [Fact]
    public void A_smaller_sample_is_part_of_a_larger_one() => ForAnyLimit((count, seed) =>
        Set.Limit(count, seed).Cases.All(Set.Limit(count + 1, seed).Cases.Contains));

    [Fact]
    public void A_sample_does_not_depend_on_the_order_of_the_set()
    {
        var reversed = new EvalSet("reversed", [.. Set.Cases.Reverse()], files: []);

        ForAnyLimit((count, seed) => reversed.Limit(count, seed).Cases.Reverse().SequenceEqual(Set.Limit(count, seed).Cases));
    }

    [Fact]
    public void Another_seed_gives_another_sample() =>
        Set.Limit(10, seed: 1).Hash.ShouldNotBe(Set.Limit(10, seed: 2).Hash, StringComparer.Ordinal);

    [Fact]
    public void A_sample_is_the_same_on_every_machine()
    {
        // Ranked by another program: the first 8 bytes of Python's hashlib.sha256(f"7:{id}") for each single.
        var singles = new EvalSet("singles", [.. Singles()], files: []);

        singles.Limit(3, seed: 7).Cases.Select(@case => @case.Id.Value).ShouldBe(["s-4", "s-7", "s-15"]);
    }

    [Fact]
    public void A_limit_of_no_case_is_the_callers_mistake() => Should.Throw<ArgumentOutOfRangeException>(() => Set.Limit(0, seed: 1));

    private static IEnumerable<EvalCase> Pairs() => Enumerable.Range(0, 20).SelectMany(number => new[]
    {
        A.Escalate($"p-{number}a").PairedWith($"p-{number}b").Case(),
        A.Benign($"p-{number}b").PairedWith($"p-{number}a").Case(),
    });

    private static IEnumerable<EvalCase> Singles() => Enumerable.Range(0, 20).Select(number => A.Benign($"s-{number}").Case());

    private static void ForAnyLimit(Func<int, int, bool> holds) =>
        Prop.ForAll(Gen.Choose(1, 70).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), holds).Check(Config.QuickThrowOnFailure);
}
