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

    /// <summary>Golden case "Se=0.95 FPR=0.01 pi=0.003" again.</summary>
    [Fact]
    public void An_alarm_s_worth_comes_with_what_a_desk_must_read()
    {
        PredictiveValue.AlarmRate(0.95, 0.01, 0.003)!.Value.ShouldBe(0.01282, 1e-12);
        PredictiveValue.FalseAlarmsPerHit(0.95, 0.01, 0.003)!.Value.ShouldBe(3.49824561403509, 1e-12);
        PredictiveValue.PassPrecision(0.95, 0.01, 0.003)!.Value.ShouldBe(0.999848052026986, 1e-12);
        PredictiveValue.FalseAlarmsPerHit(0, 0.01, 0.003).ShouldBeNull();
    }

    [Fact]
    public void A_false_alarm_budget_gives_back_the_precision_it_was_made_for()
    {
        var budget = PredictiveValue.FalseAlarmBudget(precision: 0.5, sensitivity: 0.9, baseRate: 0.003);

        PredictiveValue.Precision(0.9, budget, 0.003)!.Value.ShouldBe(0.5, 1e-12);
        Should.Throw<ArgumentOutOfRangeException>(() => PredictiveValue.FalseAlarmBudget(precision: 0, sensitivity: 0.9, baseRate: 0.003));
    }

    [Fact]
    public void Precision_at_no_false_alarm_has_an_interval_only_when_adjusted()
    {
        var (misses, falseAlarms) = (new Rate(0, 100), new Rate(0, 1000));

        PredictiveValue.PrecisionInterval(misses, falseAlarms, 0.003, isAdjusted: false).ShouldBe((1, null));
        var interval = PredictiveValue.PrecisionInterval(misses, falseAlarms, 0.003).Interval!.Value;
        (interval.Low, interval.High).ShouldSatisfyAllConditions(bounds => bounds.Low.ShouldBe(0.2731, 0.00005), bounds => bounds.High.ShouldBe(0.8638, 0.00005));
    }

    [Fact]
    public void More_cases_narrow_the_interval_of_precision()
    {
        var few = PredictiveValue.PrecisionInterval(new Rate(5, 100), new Rate(10, 1000), 0.003).Interval!.Value;
        var many = PredictiveValue.PrecisionInterval(new Rate(50, 1000), new Rate(100, 10_000), 0.003).Interval!.Value;

        (many.High - many.Low).ShouldBeLessThan(few.High - few.Low);
        PredictiveValue.PrecisionInterval(default, new Rate(10, 1000), 0.003).ShouldBe((null, null));
    }
}
