using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Statistics;

namespace TnsEval.Tests.Runs;

public class ExpectedIntervalsTests
{
    [Fact]
    public void Each_label_has_the_interval_that_a_tenth_of_its_tickets_would_give()
    {
        EvalCase[] cases =
            [.. Enumerable.Range(0, 25).Select(n => A.Escalate($"e-{n}").Case()), .. Enumerable.Range(0, 50).Select(n => A.Benign($"b-{n}").Case())];

        var expected = ExpectedIntervals.Of(cases);

        expected.FalseAlarms!.Tickets.ShouldBe(50);
        expected.FalseAlarms.Low.ShouldBe(Wilson.Interval(new Rate(5, 50)).Low, 1e-6);
        expected.FalseAlarms.High.ShouldBe(Wilson.Interval(new Rate(5, 50)).High, 1e-6);
        expected.Misses!.Low.ShouldBeInRange(Wilson.Interval(new Rate(2, 25)).Low, Wilson.Interval(new Rate(3, 25)).Low);   // 2.5 of 25
    }

    [Fact]
    public void A_label_without_tickets_has_none()
    {
        var expected = ExpectedIntervals.Of([A.Benign("b-0").Case()]);

        expected.Misses.ShouldBeNull();
        expected.FalseAlarms.ShouldNotBeNull();
    }

    [Fact]
    public void So_many_tickets_bring_the_interval_within_two_points_and_one_fewer_do_not()
    {
        HalfWidth(ExpectedIntervals.ForHalfWidth).ShouldBeLessThanOrEqualTo(ExpectedIntervals.HalfWidth);
        HalfWidth(ExpectedIntervals.ForHalfWidth - 1).ShouldBeGreaterThan(ExpectedIntervals.HalfWidth);

        static double HalfWidth(long tickets)
        {
            var interval = Wilson.Interval(new Rate((int)tickets, 10 * (int)tickets, repeats: 10));
            return (interval.High - interval.Low) / 2;
        }
    }
}
