using FsCheck;
using FsCheck.Fluent;
using TnsEval.Statistics;

namespace TnsEval.Tests.Statistics;

public class HolmTests
{
    /// <summary>The worked example of the encyclopaedia article "Holm-Bonferroni method"; R's p.adjust says the same.</summary>
    [Fact]
    public void Published_adjustment_is_met()
    {
        var adjusted = Holm.Adjust([0.01, 0.04, 0.03, 0.005]);

        adjusted.Zip([0.03, 0.06, 0.06, 0.02]).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-12);
    }

    [Fact]
    public void One_test_needs_no_adjustment_and_none_is_none()
    {
        Holm.Adjust([0.04]).ShouldBe([0.04]);
        Holm.Adjust([]).ShouldBeEmpty();
    }

    [Fact]
    public void No_p_falls_none_passes_1_and_their_order_stays() => Prop.ForAll(SomeP, permille =>
    {
        double[] before = [.. permille.Select(p => p / 1000.0)];
        var after = Holm.Adjust(before);
        return before.Zip(after).All(pair => pair.First <= pair.Second && pair.Second <= 1)
            && Enumerable.Range(0, before.Length).All(one => Enumerable.Range(0, before.Length).All(other => before[one] >= before[other] || after[one] <= after[other]));
    }).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(5)]
    [InlineData(double.NaN)]
    public void A_p_that_is_none_is_the_callers_mistake(double p) => Should.Throw<ArgumentOutOfRangeException>(() => Holm.Adjust([0.5, p]));

    private static Arbitrary<int[]> SomeP => Gen.Choose(0, 1000).ArrayOf().ToArbitrary();
}
