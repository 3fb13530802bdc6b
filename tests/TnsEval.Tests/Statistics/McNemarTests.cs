using FsCheck;
using FsCheck.Fluent;
using TnsEval.Statistics;

namespace TnsEval.Tests.Statistics;

public class McNemarTests
{
    /// <summary>Fagerland, Lydersen and Laake, BMC Medical Research Methodology 13 (2013) 91: airway hyper-responsiveness, then complete response.</summary>
    [Theory]
    [InlineData(1, 7, 0.0703, 0.0391)]
    [InlineData(6, 16, 0.0525, 0.0347)]
    public void Published_p_values_are_met(int firstOnly, int secondOnly, double exact, double midP)
    {
        McNemar.Exact(firstOnly, secondOnly).ShouldBe(exact, 0.00005);
        McNemar.MidP(firstOnly, secondOnly).ShouldBe(midP, 0.00005);
    }

    [Fact]
    public void Nothing_that_differs_proves_nothing() => (McNemar.Exact(0, 0), McNemar.MidP(0, 0)).ShouldBe((1, 1));

    [Fact]
    public void A_p_lies_between_0_and_1_is_the_same_from_either_side_and_never_above_the_exact_one() => Prop.ForAll(Discordant, Discordant, (first, second) =>
    {
        var (exact, mid) = (McNemar.Exact(first, second), McNemar.MidP(first, second));
        return mid > 0 && mid <= exact && exact <= 1 && mid == McNemar.MidP(second, first);
    }).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Power_is_the_sum_over_every_result_that_the_test_would_find(bool isExact)
    {
        const int Trials = 14;
        const double First = 0.5, Second = 0.1;
        var sum = (from first in Enumerable.Range(0, Trials + 1)
                   from second in Enumerable.Range(0, Trials + 1 - first)
                   where (isExact ? McNemar.Exact(first, second) : McNemar.MidP(first, second)) <= 0.05
                   select Choose(Trials, first) * Choose(Trials - first, second)
                       * Math.Pow(First, first) * Math.Pow(Second, second) * Math.Pow(1 - First - Second, Trials - first - second)).Sum();

        McNemar.Power(Trials, First, Second, isExact: isExact).ShouldBe(sum, 1e-12);
    }

    [Fact]
    public void Without_a_difference_the_test_finds_one_about_as_often_as_it_may() => McNemar.Power(200, 0.1, 0.1).ShouldBeInRange(0.03, 0.055);

    [Theory]
    [InlineData(-0.1, 0.1)]
    [InlineData(0.6, 0.6)]
    public void Rates_that_cannot_be_are_the_callers_mistake(double first, double second) =>
        Should.Throw<ArgumentOutOfRangeException>(() => McNemar.Power(10, first, second));

    [Fact]
    public void Evidence_for_a_difference_grows_with_each_case_that_speaks_for_it()
    {
        EValue.LogPaired(0, 0).ShouldBe(0, 1e-12);
        EValue.LogPaired(7, 0).ShouldBe(Math.Log(16), 1e-12);   // 2^7/8: not yet the 20 of alpha 0.05
        EValue.LogPaired(8, 0).ShouldBe(Math.Log(256 / 9.0), 1e-12);
        EValue.LogPaired(4, 4).ShouldBeLessThan(0);
    }

    /// <summary>An e-value's mean is 1 when nothing differs: what makes it safe to look at any time.</summary>
    [Fact]
    public void Evidence_is_1_on_average_when_the_runs_are_alike() =>
        Enumerable.Range(0, 13).Sum(first => Choose(12, first) / 4096 * Math.Exp(EValue.LogPaired(first, 12 - first))).ShouldBe(1, 1e-12);

    private static double Choose(int n, int k) => Enumerable.Range(1, k).Aggregate(1.0, (product, i) => product * (n - k + i) / i);

    private static Arbitrary<int> Discordant => Gen.Choose(0, 400).ToArbitrary();
}
