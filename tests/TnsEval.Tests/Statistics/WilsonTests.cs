using FsCheck;
using FsCheck.Fluent;
using TnsEval.Statistics;
using Interval = TnsEval.Statistics.Interval;

namespace TnsEval.Tests.Statistics;

public class WilsonTests
{
    /// <summary>The first four are Newcombe, Statistics in Medicine 17 (1998) 857-872, Table I, method 3.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    [InlineData(10, 10, 0.7225, 1.0000)]
    public void Published_intervals_are_met_to_their_last_place(int events, int trials, double low, double high)
    {
        var interval = Wilson.Interval(new Rate(events, trials));

        interval.Low.ShouldBe(low, 0.00005);
        interval.High.ShouldBe(high, 0.00005);
    }

    [Fact]
    public void Without_trials_everything_is_possible() => Wilson.Interval(default).ShouldBe(new Interval(0, 1));

    [Fact]
    public void No_event_has_a_lower_bound_of_exactly_0_and_only_events_an_upper_one_of_exactly_1() =>
        Prop.ForAll(Gen.Choose(1, int.MaxValue).ToArbitrary(), trials =>
            Wilson.Interval(new Rate(0, trials)).Low == 0 && Wilson.Interval(new Rate(trials, trials)).High == 1).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void An_interval_holds_its_rate_and_stays_between_0_and_1() => ForAnyRate(rate =>
    {
        var interval = Wilson.Interval(rate);
        return interval is { Low: >= 0, High: <= 1 } && interval.Contains(rate.Value ?? 0.5);
    });

    [Fact]
    public void More_confidence_never_narrows_an_interval() => ForAnyRate(rate =>
    {
        var (narrow, wide) = (Wilson.Interval(rate, confidence: 0.8), Wilson.Interval(rate, confidence: 0.99));
        return wide.Low <= narrow.Low && narrow.High <= wide.High;
    });

    [Fact]
    public void Events_and_their_absence_mirror_each_other() => ForAnyRate(rate =>
    {
        var (interval, mirrored) = (Wilson.Interval(rate), Wilson.Interval(new Rate(rate.Trials - rate.Events, rate.Trials)));
        return Math.Abs(interval.Low - (1 - mirrored.High)) < 1e-12 && Math.Abs(interval.High - (1 - mirrored.Low)) < 1e-12;
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(95)]
    [InlineData(double.NaN)]
    public void A_level_that_is_no_fraction_is_the_callers_mistake(double confidence)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Wilson.Interval(new Rate(1, 2), confidence));
        Should.Throw<ArgumentOutOfRangeException>(() => Wilson.Interval(default, confidence));
    }

    /// <summary>Abramowitz and Stegun, Handbook of Mathematical Functions, table 26.5.</summary>
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959964)]
    [InlineData(0.025, -1.959964)]
    [InlineData(0.995, 2.575829)]
    public void Normal_quantiles_are_those_of_the_tables(double probability, double z) => NormalQuantile.At(probability).ShouldBe(z, 0.0000005);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_quantile_of_no_probability_is_the_callers_mistake(double probability) =>
        Should.Throw<ArgumentOutOfRangeException>(() => NormalQuantile.At(probability));

    private static void ForAnyRate(Func<Rate, bool> holds) => Prop.ForAll(RateTests.AnyRate.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure);
}
