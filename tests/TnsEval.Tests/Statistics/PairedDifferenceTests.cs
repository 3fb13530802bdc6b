using FsCheck;
using FsCheck.Fluent;
using TnsEval.Statistics;
using Interval = TnsEval.Statistics.Interval;

namespace TnsEval.Tests.Statistics;

public class PairedDifferenceTests
{
    /// <summary>Newcombe, Statistics in Medicine 17 (1998) 873-890, Table II, method 10.</summary>
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    public void Published_differences_of_different_cases_are_met(int first, int firstTrials, int second, int secondTrials, double low, double high) =>
        ShouldBe(Newcombe.Independent(new Rate(first, firstTrials), new Rate(second, secondTrials)), low, high, 0.00005);

    /// <summary>Newcombe, Statistics in Medicine 17 (1998) 2635-2650, method 10.</summary>
    [Theory]
    [InlineData(36, 12, 2, 0, 0.0569, 0.3404)]
    [InlineData(20, 12, 2, 16, 0.0562, 0.3292)]
    [InlineData(35, 14, 0, 1, 0.1461, 0.4175)]
    [InlineData(0, 30, 0, 0, 0.8395, 1)]
    [InlineData(54, 0, 0, 0, -0.0664, 0.0664)]
    [InlineData(53, 0, 0, 1, -0.0729, 0.0729)]
    public void Published_differences_of_the_same_cases_are_met(int both, int first, int second, int neither, double low, double high) =>
        ShouldBe(Newcombe.Paired(new PairedCounts(both, first, second, neither)), low, high, 0.00005);

    /// <summary>Fagerland, Lydersen and Laake, Statistics in Medicine 33 (2014) 2850-2875 and contingencytables.com, Tango's method.</summary>
    [Theory]
    [InlineData(59, 6, 16, 80, -0.124, -0.0054, 0.0005)]
    [InlineData(7, 25, 2, 68, 0.139, 0.321, 0.0005)]
    [InlineData(0, 3, 0, 0, -0.123, 1, 0.0005)]
    public void Published_score_intervals_are_met(int both, int first, int second, int neither, double low, double high, double tolerance) =>
        ShouldBe(Tango.Interval(new PairedCounts(both, first, second, neither)), low, high, tolerance);

    [Fact]
    public void Without_cases_there_is_no_difference_to_speak_of()
    {
        default(PairedCounts).Difference.ShouldBeNull();
        Newcombe.Paired(default).ShouldBeNull();
        Tango.Interval(default).ShouldBeNull();
        Tango.NonInferiority(default, 0.05).ShouldBeNull();
        ExactBootstrap.Of(default).ShouldBeNull();
        Newcombe.Independent(new Rate(1, 2), default).ShouldBeNull();
    }

    [Fact]
    public void Each_interval_holds_the_difference_stays_in_range_and_mirrors_when_the_runs_change_places() => ForAnyCounts(counts =>
        Holds(counts, Newcombe.Paired(counts)!.Value, Newcombe.Paired(counts.Swapped)!.Value)
        && Holds(counts, Tango.Interval(counts)!.Value, Tango.Interval(counts.Swapped)!.Value)
        && Holds(counts, ExactBootstrap.Of(counts)!.Interval, ExactBootstrap.Of(counts.Swapped)!.Interval));

    /// <summary>The duality that the score interval is built on, at its zero: (b-c)^2/(b+c) against 1.96^2.</summary>
    [Fact]
    public void A_score_interval_leaves_out_0_exactly_where_the_score_test_rejects() => ForAnyCounts(counts =>
    {
        var statistic = counts.Discordant == 0 ? 0 : Math.Pow(counts.FirstOnly - counts.SecondOnly, 2) / counts.Discordant;
        return Tango.Interval(counts)!.Value.Contains(0) == (statistic <= Math.Pow(NormalQuantile.TwoSided(0.95), 2));
    });

    [Fact]
    public void A_candidate_passes_the_margin_exactly_when_the_90_percent_interval_is_above_it() => ForAnyCounts(counts =>
        Tango.NonInferiority(counts, 0.05) is { } p && p < 0.05 == Tango.Interval(counts, 0.9)!.Value.Low > -0.05);

    [Fact]
    public void A_margin_that_is_no_fraction_is_the_callers_mistake() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Tango.NonInferiority(new PairedCounts(1, 1, 1, 1), margin: 5));

    [Fact]
    public void Counts_are_not_negative() => Should.Throw<ArgumentOutOfRangeException>(() => new PairedCounts(1, -1, 1, 1));

    private static bool Holds(PairedCounts counts, Interval interval, Interval swapped) =>
        interval is { Low: >= -1, High: <= 1 }
        && interval.Low <= counts.Difference + 1e-12 && counts.Difference - 1e-12 <= interval.High
        && Math.Abs(interval.Low + swapped.High) < 1e-9;

    private static void ShouldBe(Interval? interval, double low, double high, double tolerance)
    {
        interval!.Value.Low.ShouldBe(low, tolerance);
        interval.Value.High.ShouldBe(high, tolerance);
    }

    private static void ForAnyCounts(Func<PairedCounts, bool> holds) => Prop.ForAll(AnyCounts, holds).Check(Config.QuickThrowOnFailure);

    private static Arbitrary<PairedCounts> AnyCounts =>
        (from counts in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(0, 60))).ArrayOf(4)
         where counts.Sum() > 0
         select new PairedCounts(counts[0], counts[1], counts[2], counts[3])).ToArbitrary();
}
