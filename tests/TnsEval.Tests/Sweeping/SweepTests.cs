using FsCheck;
using FsCheck.Fluent;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsEval.Sweeping;
using TnsEval.Tests.Reports;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Sweeping;

public sealed class SweepTests
{
    [Fact]
    public void The_point_that_ships_has_the_rates_that_the_run_scored() => Check(records =>
    {
        var ships = Of(records).Points.Single(point => point.Ships);
        var scored = Scorecard.Of(records, new ScoringOptions()).ByPolicy[InvalidPolicy.AsPositive];
        return (ships.Misses, ships.FalseAlarms) == (scored.Misses, scored.FalseAlarms);
    });

    [Fact]
    public void A_higher_severity_never_raises_more_alarms_and_asking_for_a_person_never_fewer() => Check(records =>
    {
        var points = Of(records).Points.ToDictionary(point => (point.InvalidPolicy, point.NeedsHumanAlarms, point.AlarmFrom));
        return points.Values.All(point =>
            point.AlarmFrom == Severity.Critical
            || (points[(point.InvalidPolicy, point.NeedsHumanAlarms, point.AlarmFrom + 1)] is var stricter
                && stricter.FalseAlarms.Events <= point.FalseAlarms.Events && stricter.Misses.Events >= point.Misses.Events))
            && points.Values.Where(point => !point.NeedsHumanAlarms).All(point =>
                points[(point.InvalidPolicy, true, point.AlarmFrom)] is var wider
                && wider.FalseAlarms.Events >= point.FalseAlarms.Events && wider.Misses.Events <= point.Misses.Events);
    });

    [Fact]
    public void Alarms_and_reviews_share_what_the_policy_does_not_pass() => Check(records =>
        Of(records).Points.Where(point => point.InvalidPolicy == InvalidPolicy.Exclude && point.AlarmsPerDay is not null)
            .GroupBy(point => point.NeedsHumanAlarms)
            .All(points => points.Select(point => Math.Round((point.AlarmsPerDay + point.ReviewsPerDay)!.Value, 6)).Distinct().Count() == 1));

    [Fact]
    public void Where_every_review_is_an_alarm_no_review_is_left() => Check(records =>
        Of(records).Points.Where(point => point.ReviewsAlarm).All(point => point.ReviewsPerDay is null or 0));

    [Fact]
    public void The_cheapest_point_is_the_threshold_of_least_cost() => Check(records =>
    {
        var options = new SweepOptions { BaseRate = 0.1, TicketsPerDay = 1, Costs = new ErrorCosts(Miss: 7, FalseAlarm: 1) };
        (double Score, bool IsPositive)[] scores =
        [
            // Severity none never alarms, so that it is no threshold here: as if those tickets had no score at all.
            .. records.Where(record => record.Assessment is not null)
                .Select(record => ((double)record.Assessment!.Severity is 0 ? -1 : (double)record.Assessment.Severity, record.Label.IsEscalate)),
        ];
        var least = CostThreshold.Least(scores, options.Costs.Miss, options.Costs.FalseAlarm, options.BaseRate);
        var costs = Of(records, options).Points.Where(point => point is { InvalidPolicy: InvalidPolicy.Exclude, NeedsHumanAlarms: false }).Select(point => point.CostPerDay).ToArray();

        // To alarm at every ticket, or at none, is no operating point.
        return least is null || least.Threshold is null or -1 || Math.Abs(least.ExpectedCost - costs.Min()!.Value) < 1e-9;
    });

    [Fact]
    public void One_point_is_the_cheapest_under_each_policy_and_none_without_costs()
    {
        CaseRecord[] records = [A.Escalate("t-1").Found(), A.Benign("t-2").Found()];

        Of(records, new SweepOptions { Costs = new ErrorCosts(500, 2) }).Points.GroupBy(point => point.InvalidPolicy)
            .ShouldAllBe(policy => policy.Count(point => point.IsCheapest) == 1);
        Of(records).Points.ShouldAllBe(point => !point.IsCheapest && point.CostPerDay == null);
    }

    [Fact]
    public void A_ticket_that_asks_for_a_person_is_a_review_or_an_alarm_as_the_point_says()
    {
        var points = Of([A.Benign("t-1").Decided(needsHuman: true), A.Escalate("t-2").Found((HarmCategory.PrivacyBreach, Severity.Medium))]).Points;

        var ships = points.Single(point => point.Ships);
        (ships.FalseAlarms.Events, ships.ReviewsPerDay).ShouldBe((0, 995));
        var alarms = points.Single(point => point is { InvalidPolicy: InvalidPolicy.AsPositive, NeedsHumanAlarms: true, AlarmFrom: Severity.Medium });
        (alarms.FalseAlarms.Events, alarms.ReviewsPerDay).ShouldBe((1, 0));
    }

    [Fact]
    public void Alarms_are_told_for_the_tickets_of_a_day()
    {
        CaseRecord[] records =
        [
            A.Escalate("t-1").Found((HarmCategory.PrivacyBreach, Severity.Medium)), A.Escalate("t-2").Found(),
            A.Benign("t-3").Found((HarmCategory.PrivacyBreach, Severity.Medium)), A.Benign("t-4").Found(), A.Benign("t-5").Found(), A.Benign("t-6").Found(),
        ];

        var ships = Of(records, new SweepOptions { BaseRate = 0.01, TicketsPerDay = 200, Costs = new ErrorCosts(100, 1) }).Points.Single(point => point.Ships);

        ships.AlarmsPerDay!.Value.ShouldBe(200 * ((0.01 * 0.5) + (0.99 * 0.25)), 1e-9);
        ships.CostPerDay!.Value.ShouldBe(200 * ((0.01 * 0.5 * 100) + (0.99 * 0.25)), 1e-9);
        ships.Precision[2].Value!.Value.ShouldBe(0.01 * 0.5 / ((0.01 * 0.5) + (0.99 * 0.25)), 1e-9);
    }

    [Fact]
    public void Of_repeats_the_ranking_takes_the_mean_severity()
    {
        var high = A.Escalate("t-1").Found((HarmCategory.PrivacyBreach, Severity.High));
        var none = A.Escalate("t-1").Found() with { Repeat = 1 };
        var low = A.Benign("t-2").Found((HarmCategory.PrivacyBreach, Severity.Low));

        var ranking = Of([high, none, low, low with { Repeat = 1 }]).Ranking;

        (ranking.Cases, ranking.Auroc).ShouldBe((2, 1));
    }

    [Fact]
    public void Missing_answers_tell_the_policies_apart_and_the_ranking_leaves_them_out()
    {
        var sweep = Of([A.Escalate("t-1").Refused(), A.Benign("t-2").Failed(), A.Benign("t-3").Found()]);

        sweep.Unassessed.ShouldBe(2);
        sweep.Ranking.Cases.ShouldBe(1);
        sweep.Ranking.Auroc.ShouldBeNull();
        sweep.Points.Where(point => point is { AlarmFrom: Severity.Medium, NeedsHumanAlarms: false }).Select(point => (point.Misses, point.FalseAlarms))
            .ShouldBe([(new Rate(1, 1), new Rate(1, 2)), (new Rate(0, 0), new Rate(0, 1)), (new Rate(0, 1), new Rate(1, 2)), (new Rate(1, 1), new Rate(0, 2))]);
    }

    [Fact]
    public void Options_that_cannot_be_used_are_all_named() =>
        new SweepOptions { BaseRate = 1, TicketsPerDay = 0, Costs = new ErrorCosts(0, 0) }.Check().Select(problem => problem.Where)
            .ShouldBe(["BaseRate", "TicketsPerDay", "Costs"]);

    private static Sweep Of(IReadOnlyList<CaseRecord> records, SweepOptions? options = null) =>
        Sweep.Of(AReport.Manifest(cases: records.Count), records, options ?? new SweepOptions());

    private static void Check(Func<CaseRecord[], bool> law) => Prop.ForAll(Records.ToArbitrary(), law).Check(Config.QuickThrowOnFailure);

    private static Gen<CaseRecord[]> Records => Record.ListOf().Select(records => records.Select((record, index) => record with { Id = new($"t-{index}") }).ToArray());

    private static Gen<CaseRecord> Record =>
        from isEscalate in Gen.Elements(true, false)
        from outcome in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
        from severity in Gen.Elements(Enum.GetValues<Severity>())
        from category in Gen.Elements(HarmCategory.PrivacyBreach, HarmCategory.ChildSafety)
        from needsHuman in Gen.Elements(true, false)
        let label = isEscalate ? A.Escalate() : A.Benign()
        select outcome ? label.Decided(needsHuman, (category, severity)) : label.Refused();
}
