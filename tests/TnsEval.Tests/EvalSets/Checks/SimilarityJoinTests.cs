using FsCheck;
using FsCheck.Fluent;
using TnsEval.EvalSets.Checks;

namespace TnsEval.Tests.EvalSets.Checks;

public class SimilarityJoinTests
{
    [Fact]
    public void It_finds_what_comparing_every_set_with_every_other_finds() =>
        Prop.ForAll(AnySets.ToArbitrary(), sets => Found(sets).SequenceEqual(ByBruteForce(sets))).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Sets_that_share_exactly_half_are_not_found() => Found([[0, 1, 2], [1, 2, 3]]).ShouldBeEmpty();

    [Fact]
    public void Empty_sets_are_like_nothing()
    {
        Found([]).ShouldBeEmpty();
        Found([[], [], [1]]).ShouldBeEmpty();
    }

    /// <summary>Few different elements, so that many sets come near one half from either side; and copies of a set with one element more.</summary>
    private static Gen<int[][]> AnySets =>
        from elements in Gen.Choose(2, 14)
        from sets in Gen.Choose(0, elements).ListOf().Select(list => list.Distinct().ToArray()).ArrayOf()
        select (int[][])[.. sets, .. sets.Take(2).Select(set => set.Append(elements + 1).ToArray())];

    private static SimilarPair[] Found(int[][] sets) => [.. SimilarityJoin.Pairs(sets).OrderBy(pair => pair.First).ThenBy(pair => pair.Second)];

    private static IEnumerable<SimilarPair> ByBruteForce(int[][] sets) =>
        from first in Enumerable.Range(0, sets.Length)
        from second in Enumerable.Range(first + 1, sets.Length - first - 1)
        let common = sets[first].Intersect(sets[second]).Count()
        let either = sets[first].Union(sets[second]).Count()
        where 2 * common > either
        select new SimilarPair(first, second, (double)common / either);
}
