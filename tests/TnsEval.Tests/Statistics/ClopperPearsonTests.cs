using FsCheck;
using FsCheck.Fluent;
using TnsEval.Statistics;

namespace TnsEval.Tests.Statistics;

public class ClopperPearsonTests
{
    /// <summary>Newcombe, Statistics in Medicine 17 (1998) 857-872, Table I, method 5: two-sided at 95 %, so each bound one-sided at 97.5 %.</summary>
    [Theory]
    [InlineData(81, 263, 0.2527, 0.3676)]
    [InlineData(15, 148, 0.0578, 0.1617)]
    [InlineData(0, 20, 0.0000, 0.1684)]
    [InlineData(1, 29, 0.0009, 0.1776)]
    public void Published_bounds_are_met_to_their_last_place(int events, int trials, double low, double high)
    {
        ClopperPearson.UpperBound(new Rate(events, trials), 0.975).ShouldBe(high, 0.00005);
        (1 - ClopperPearson.UpperBound(new Rate(trials - events, trials), 0.975)).ShouldBe(low, 0.00005);
    }

    [Fact]
    public void Three_hundred_cases_without_a_miss_bound_the_miss_rate_at_one_in_a_hundred() =>   // the rule of three
        ClopperPearson.UpperBound(new Rate(0, 300)).ShouldBe(1 - Math.Pow(0.05, 1 / 300.0), 1e-12);

    [Fact]
    public void Without_trials_everything_is_possible() => ClopperPearson.UpperBound(default).ShouldBe(1);

    [Fact]
    public void An_exact_bound_is_above_its_rate_and_leaves_as_much_beyond_as_it_claims() => Prop.ForAll(SomeRate, rate =>
    {
        var bound = ClopperPearson.UpperBound(rate);
        return bound <= 1 && bound > rate.Value!.Value - 1e-12
            && (rate.Events == rate.Trials || Math.Abs(BinomialTail.AtMost(bound, rate.Trials, rate.Events) - 0.05) < 1e-9);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Repeats_of_a_case_are_no_further_cases() =>
        ClopperPearson.UpperBound(new Rate(6, 60, repeats: 3)).ShouldBe(ClopperPearson.UpperBound(new Rate(2, 20)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(95)]
    [InlineData(double.NaN)]
    public void A_level_that_is_no_fraction_is_the_callers_mistake(double confidence) =>
        Should.Throw<ArgumentOutOfRangeException>(() => ClopperPearson.UpperBound(new Rate(0, 0), confidence));

    private static Arbitrary<Rate> SomeRate =>
        (from trials in Gen.Choose(1, 500) from events in Gen.Choose(0, trials) select new Rate(events, trials)).ToArbitrary();
}
