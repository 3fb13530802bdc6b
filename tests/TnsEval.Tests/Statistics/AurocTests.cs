using FsCheck;
using FsCheck.Fluent;
using TnsEval.Statistics;

namespace TnsEval.Tests.Statistics;

public class AurocTests
{
    [Fact]
    public void A_score_that_ranks_every_positive_first_has_an_area_of_1() =>
        Auroc.Of([(0.9, true), (0.2, false), (0.8, true), (0.1, false)]).ShouldBe(1);

    [Fact]
    public void A_score_that_is_always_the_same_has_an_area_of_one_half() => Auroc.Of([(3, true), (3, false), (3, true)]).ShouldBe(0.5);

    [Fact]
    public void With_one_label_only_there_is_no_area()
    {
        Auroc.Of([(1, true), (2, true)]).ShouldBeNull();
        Auroc.Of([(1, false)]).ShouldBeNull();
        Auroc.Of([]).ShouldBeNull();
    }

    [Fact]
    public void The_area_is_the_share_of_pairs_in_which_the_positive_scores_higher() => Prop.ForAll(AnyScores, scores =>
    {
        (double Score, bool IsPositive)[] cases = [.. scores.Select(score => ((double)(score / 3), score % 2 == 0))];
        double[] wins =
        [
            .. from positive in cases
               from negative in cases
               where positive.IsPositive && !negative.IsPositive
               select positive.Score > negative.Score ? 1 : positive.Score == negative.Score ? 0.5 : 0,
        ];

        return wins.Length == 0 ? Auroc.Of(cases) is null : Math.Abs(wins.Average() - Auroc.Of(cases)!.Value) < 1e-12;
    }).Check(Config.QuickThrowOnFailure);

    private static Arbitrary<int[]> AnyScores => Gen.Choose(0, 12).ArrayOf().ToArbitrary();
}
