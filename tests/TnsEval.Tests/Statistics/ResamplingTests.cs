using FsCheck;
using FsCheck.Fluent;
using TnsEval.Statistics;

namespace TnsEval.Tests.Statistics;

public class ResamplingTests
{
    /// <summary>Every one of the 5^5 resamples of five cases, one by one.</summary>
    [Fact]
    public void The_exact_bootstrap_is_what_drawing_every_resample_gives()
    {
        int[] differences = [1, 1, 0, -1, 0];
        double[] resampled =
        [
            .. Enumerable.Range(0, 3125).Select(resample => Enumerable.Range(0, 5).Average(draw => (double)differences[resample / (int)Math.Pow(5, draw) % 5])).Order(),
        ];

        var bootstrap = ExactBootstrap.Of(new PairedCounts(both: 1, firstOnly: 2, secondOnly: 1, neither: 1))!;

        bootstrap.AtOrBelowZero.ShouldBe(resampled.Count(difference => difference < 1e-9) / 3125.0, 1e-12);
        bootstrap.Interval.Low.ShouldBe(resampled[(int)Math.Ceiling(3125 * 0.025) - 1], 1e-12);
        bootstrap.Interval.High.ShouldBe(resampled[(int)Math.Ceiling(3125 * 0.975) - 1], 1e-12);
        bootstrap.StandardError.ShouldBe(Math.Sqrt(resampled.Average(difference => Math.Pow(difference - 0.2, 2))), 1e-12);
    }

    [Fact]
    public void Cases_that_stand_alone_have_the_error_of_cases_that_stand_alone() => Prop.ForAll(SomeScores, scores =>
    {
        var mean = ClusteredMean.Of([.. scores.Select((score, index) => ((double)score, index))]);
        return scores.Length < 2 ? mean.StandardError is null : Math.Abs(mean.StandardError!.Value - mean.NaiveError!.Value) < 1e-12;
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Asking_the_same_ticket_again_and_hearing_the_same_makes_nothing_surer() => Prop.ForAll(SomeScores, scores =>
    {
        (double, int)[] once = [.. scores.Select((score, index) => ((double)score, index))];
        var (one, three) = (ClusteredMean.Of(once), ClusteredMean.Of([.. once, .. once, .. once]));
        return scores.Length < 2 || (Math.Abs(one.StandardError!.Value - three.StandardError!.Value) < 1e-12 && three.Clusters == one.Clusters);
    }).Check(Config.QuickThrowOnFailure);

    /// <summary>Student's 2.776 at 4 degrees of freedom: Abramowitz and Stegun, table 26.10.</summary>
    [Fact]
    public void Few_groups_make_a_wide_interval()
    {
        var mean = ClusteredMean.Of([(1, "a"), (0, "b"), (1, "c"), (0, "d"), (1, "e")]);

        var interval = mean.Interval()!.Value;

        interval.Low.ShouldBe(0.6 - (2.776 * mean.StandardError!.Value), 0.0005);
        interval.High.ShouldBe(0.6 + (2.776 * mean.StandardError.Value), 0.0005);
    }

    [Fact]
    public void One_group_says_nothing_about_groups()
    {
        var mean = ClusteredMean.Of([(1, "a"), (0, "a")]);

        (mean.Value, mean.Clusters, mean.StandardError, mean.DesignEffect, mean.Interval()).ShouldBe((0.5, 1, null, null, null));
        ClusteredMean.Of(Array.Empty<(double, string)>()).Value.ShouldBeNull();
    }

    private static Arbitrary<int[]> SomeScores => Gen.Choose(-1, 1).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary();
}
