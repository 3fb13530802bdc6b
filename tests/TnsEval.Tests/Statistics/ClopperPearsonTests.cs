using FsCheck;
using FsCheck.Fluent;
using TnsEval.Statistics;
using Interval = TnsEval.Statistics.Interval;

namespace TnsEval.Tests.Statistics;

public class ClopperPearsonTests
{
    /// <summary>Newcombe, Statistics in Medicine 17 (1998) 857-872, Table I, method 5.</summary>
    [Theory]
    [InlineData(81, 263, 0.2527, 0.3676)]
    [InlineData(15, 148, 0.0578, 0.1617)]
    [InlineData(0, 20, 0.0000, 0.1684)]
    [InlineData(1, 29, 0.0009, 0.1776)]
    public void Published_intervals_are_met_to_their_last_place(int events, int trials, double low, double high)
    {
        var interval = ClopperPearson.Interval(new Rate(events, trials));

        interval.Low.ShouldBe(low, 0.00005);
        interval.High.ShouldBe(high, 0.00005);
    }

    [Fact]
    public void Three_hundred_cases_without_a_miss_bound_the_miss_rate_at_one_in_a_hundred() =>   // the rule of three
        ClopperPearson.UpperBound(new Rate(0, 300)).ShouldBe(1 - Math.Pow(0.05, 1 / 300.0), 1e-12);

    [Fact]
    public void Without_trials_everything_is_possible() => ClopperPearson.Interval(default).ShouldBe(new Interval(0, 1));

    [Fact]
    public void An_exact_interval_holds_its_rate_stays_between_0_and_1_and_mirrors() => Prop.ForAll(SomeRate, rate =>
    {
        var (interval, mirrored) = (ClopperPearson.Interval(rate), ClopperPearson.Interval(new Rate(rate.Trials - rate.Events, rate.Trials)));
        return interval is { Low: >= 0, High: <= 1 } && interval.Contains(rate.Value!.Value)
            && Math.Abs(interval.Low - (1 - mirrored.High)) < 1e-12;
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Repeats_of_a_case_are_no_further_cases() =>
        ClopperPearson.Interval(new Rate(6, 60, repeats: 3)).ShouldBe(ClopperPearson.Interval(new Rate(2, 20)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(95)]
    [InlineData(double.NaN)]
    public void A_level_that_is_no_fraction_is_the_callers_mistake(double confidence)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => ClopperPearson.Interval(new Rate(1, 2), confidence));
        Should.Throw<ArgumentOutOfRangeException>(() => ClopperPearson.UpperBound(new Rate(0, 0), confidence));
    }

    private static Arbitrary<Rate> SomeRate =>
        (from trials in Gen.Choose(1, 500) from events in Gen.Choose(0, trials) select new Rate(events, trials)).ToArbitrary();
}
