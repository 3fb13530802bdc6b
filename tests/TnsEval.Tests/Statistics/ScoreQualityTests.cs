using FsCheck;
using FsCheck.Fluent;
using TnsEval.Statistics;

namespace TnsEval.Tests.Statistics;

public class ScoreQualityTests
{
    [Fact]
    public void Certainty_that_is_right_scores_0_and_certainty_that_is_wrong_scores_1()
    {
        Calibration.Brier([(1, true), (0, false)]).ShouldBe(0);
        Calibration.Brier([(1, false), (0, true)]).ShouldBe(1);
        Calibration.ExpectedError([(1, false), (0, true)]).ShouldBe(1);
        Calibration.Brier([]).ShouldBeNull();
        Calibration.ExpectedError([]).ShouldBeNull();
    }

    [Fact]
    public void Half_of_the_cases_that_are_given_one_half_are_positive_so_nothing_is_off() =>
        Calibration.ExpectedError([(0.5, true), (0.5, false)]).ShouldBe(0);

    /// <summary>In doubles 0.3 * 10 is 3.0000000000000004 by some roads; a bin's upper edge belongs to it.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1, 0)]
    [InlineData(0.3, 2)]
    [InlineData(0.31, 3)]
    [InlineData(0.7, 6)]
    [InlineData(1, 9)]
    public void A_bin_holds_its_upper_edge(double probability, int bin) =>
        Calibration.Bins([(probability, true)]).Index().Single(one => one.Item.Count == 1).Index.ShouldBe(bin);

    [Fact]
    public void A_probability_that_is_none_is_the_callers_mistake()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Calibration.Brier([(80, true)]));
        Should.Throw<ArgumentOutOfRangeException>(() => Calibration.Bins([(0.8, true)], bins: 0));
    }

    [Fact]
    public void Every_case_is_in_one_bin() => Prop.ForAll(SomeScores, cases => Calibration.Bins(cases).Sum(bin => bin.Count) == cases.Length).Check(Config.QuickThrowOnFailure);

    /// <summary>Precision at the ranks of the two hits: (1 + 2/3)/2. Manning, Raghavan and Schuetze, Introduction to Information Retrieval (2008), 8.4.</summary>
    [Fact]
    public void Average_precision_averages_the_precision_at_each_hit()
    {
        AveragePrecision.Of([(0.9, true), (0.8, false), (0.7, true), (0.6, false)])!.Value.ShouldBe(5 / 6.0, 1e-12);
        AveragePrecision.Of([(3, true), (3, false), (3, false), (3, false)]).ShouldBe(0.25);
        AveragePrecision.Of([(1, false)]).ShouldBeNull();
    }

    [Fact]
    public void An_area_s_error_needs_two_of_each_label()
    {
        Auroc.StandardError([(1, true), (0, false), (0, false)]).ShouldBeNull();
        Auroc.StandardError([(1, true), (1, true), (0, false), (0, false)]).ShouldBe(0);
    }

    /// <summary>With one score a case DeLong's error is that of the mean of what each positive wins, plus that of what each negative loses.</summary>
    [Fact]
    public void An_area_s_error_is_that_of_delong()
    {
        // Positives win 1, 1/2, 1/2 of the two negatives; negatives lose to 3/3 and 1/3 of the three positives.
        (double, bool)[] scores = [(4, true), (2, true), (2, true), (3, false), (1, false)];

        Auroc.StandardError(scores)!.Value.ShouldBe(Math.Sqrt((1 / 12.0 / 3) + (2 / 9.0 / 2)), 1e-12);
    }

    [Fact]
    public void No_other_threshold_costs_less() => Prop.ForAll(SomeScores, Gen.Choose(0, 20).ToArbitrary(), (cases, missCost) =>
    {
        if (CostThreshold.Least(cases, missCost, falseAlarmCost: 1, baseRate: 0.1) is not { } best)
        {
            return cases.All(one => one.IsPositive) || !cases.Any(one => one.IsPositive);
        }

        double Cost(double threshold) =>
            (missCost * 0.1 * cases.Where(one => one.IsPositive).Average(one => one.Score < threshold ? 1 : 0))
            + (0.9 * cases.Where(one => !one.IsPositive).Average(one => one.Score >= threshold ? 1 : 0));
        return Math.Abs(Cost(best.Threshold ?? double.PositiveInfinity) - best.ExpectedCost) < 1e-9
            && cases.Select(one => one.Score).Append(double.PositiveInfinity).All(threshold => best.ExpectedCost <= Cost(threshold) + 1e-9);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_negative_cost_is_the_callers_mistake() =>
        Should.Throw<ArgumentOutOfRangeException>(() => CostThreshold.Least([(1, true), (0, false)], missCost: -1, falseAlarmCost: 1, baseRate: 0.1));

    private static Arbitrary<(double Score, bool IsPositive)[]> SomeScores =>
        Gen.Choose(0, 20).Select(number => (number / 2 / 10.0, number % 2 == 0)).ArrayOf().ToArbitrary();
}
