using TnsEval.Statistics;

namespace TnsEval.Tests.Statistics;

public class PredictiveValueTests
{
    /// <summary>The first is the golden case "Se=0.95 FPR=0.01 pi=0.003" of statistics.json, computed there by exact fractions.</summary>
    [Theory]
    [InlineData(0.95, 0.01, 0.003, 0.222308892355694)]
    [InlineData(1, 0, 0.003, 1)]
    [InlineData(0, 0.01, 0.003, 0)]
    [InlineData(0.95, 0.01, 0, 0)]
    [InlineData(0.5, 0.5, 0.25, 0.25)]
    public void Precision_falls_with_the_base_rate(double sensitivity, double falseAlarmRate, double baseRate, double expected) =>
        PredictiveValue.Precision(sensitivity, falseAlarmRate, baseRate)!.Value.ShouldBe(expected, 1e-12);

    [Fact]
    public void Precision_is_unknown_when_nothing_alarms_or_a_rate_was_not_measured()
    {
        PredictiveValue.Precision(0, 0, 0.003).ShouldBeNull();
        PredictiveValue.Precision(null, 0.01, 0.003).ShouldBeNull();
        PredictiveValue.Precision(0.95, null, 0.003).ShouldBeNull();
    }

    [Theory]
    [InlineData(1.1, 0, 0.5)]
    [InlineData(0, -0.1, 0.5)]
    [InlineData(0, 0, 50)]
    [InlineData(double.NaN, 0, 0.5)]
    public void A_number_that_is_no_share_is_the_callers_mistake(double sensitivity, double falseAlarmRate, double baseRate) =>
        Should.Throw<ArgumentOutOfRangeException>(() => PredictiveValue.Precision(sensitivity, falseAlarmRate, baseRate));
}
