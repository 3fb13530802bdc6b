using FsCheck;
using FsCheck.Fluent;
using TnsEval.Statistics;

namespace TnsEval.Tests.Statistics;

public class SampleSizeTests
{
    /// <summary>The table of the rule of three: Hanley and Lippman-Hand, JAMA 249 (1983) 1743.</summary>
    [Theory]
    [InlineData(0.1, 29)]
    [InlineData(0.05, 59)]
    [InlineData(0.01, 299)]
    public void So_many_cases_without_a_miss_bound_the_miss_rate(double limit, long cases) => SampleSize.WithoutEvents(limit).ShouldBe(cases);

    [Fact]
    public void One_case_fewer_would_not_bound_it() => Prop.ForAll(Gen.Choose(1, 999).ToArbitrary(), permille =>
    {
        var (limit, cases) = (permille / 1000.0, SampleSize.WithoutEvents(permille / 1000.0));
        return ClopperPearson.UpperBound(new Rate(0, (int)cases)) <= limit + 1e-9 && (cases == 1 || ClopperPearson.UpperBound(new Rate(0, (int)cases - 1)) > limit - 1e-9);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_wilson_interval_of_so_many_cases_is_as_narrow_as_wanted_and_of_one_fewer_is_not()
    {
        var cases = (int)SampleSize.ForHalfWidth(rate: 0.5, halfWidth: 0.05);

        cases.ShouldBe(381);
        HalfWidth(cases - 1).ShouldBeGreaterThan(0.05);   // 380 is even: half of it is a count

        static double HalfWidth(int trials) => Wilson.Interval(new Rate(trials / 2, trials)) is var interval ? (interval.High - interval.Low) / 2 : 0;
    }

    /// <summary>5 % against 10 % at 80 % power needs 435 a group without continuity correction: Fleiss (1981), chapter 3.</summary>
    [Fact]
    public void Two_rates_of_different_cases_need_the_textbook_s_number()
    {
        SampleSize.ForTwoRates(0.05, 0.10).ShouldBe(435);
        SampleSize.ForTwoRates(0.10, 0.05).ShouldBe(435);
    }

    /// <summary>The formula is an approximation; the enumerated power of the test is its check.</summary>
    [Theory]
    [InlineData(0.1, 0.03)]
    [InlineData(0.2, -0.05)]
    [InlineData(0.3, 0.1)]
    public void Mcnemar_s_test_has_the_power_that_its_number_of_cases_was_chosen_for(double discordantRate, double difference)
    {
        var cases = (int)SampleSize.ForMcNemar(discordantRate, difference);

        McNemar.Power(cases, (discordantRate + difference) / 2, (discordantRate - difference) / 2).ShouldBe(0.8, 0.02);
    }

    [Fact]
    public void Smaller_differences_need_more_cases()
    {
        SampleSize.ForMcNemar(0.2, 0.05).ShouldBeGreaterThan(SampleSize.ForMcNemar(0.2, 0.1));
        SampleSize.ForHalfWidth(0.1, 0.01).ShouldBeGreaterThan(SampleSize.ForHalfWidth(0.1, 0.02));
    }

    [Fact]
    public void Questions_without_an_answer_are_the_callers_mistake()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => SampleSize.ForMcNemar(0.1, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => SampleSize.ForMcNemar(0.1, 0.2));
        Should.Throw<ArgumentOutOfRangeException>(() => SampleSize.ForTwoRates(0.1, 0.1));
        Should.Throw<ArgumentOutOfRangeException>(() => SampleSize.ForHalfWidth(0.5, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => SampleSize.WithoutEvents(0));
    }
}
