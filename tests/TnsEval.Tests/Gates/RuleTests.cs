using TnsEval.Gates;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Gates;

/// <summary>What makes a rule pass, fail, or say that the data cannot tell.</summary>
public sealed class RuleTests : IDisposable
{
    private readonly RunsOnDisk _runs = new();

    public void Dispose() => _runs.Dispose();

    // Wilson's upper bound at no event is z^2/(n + z^2): 4.96 % at 73.6 of 100, and 5 % takes 73 tickets.
    [Theory]
    [InlineData(73, 0, GateVerdict.Pass)]
    [InlineData(72, 0, GateVerdict.Inconclusive)]
    [InlineData(100, 5, GateVerdict.Inconclusive)]
    [InlineData(100, 10, GateVerdict.Fail)]
    [InlineData(100, 11, GateVerdict.Fail)]
    public void The_whole_interval_has_to_keep_the_limit_or_to_break_it(int tickets, int missed, GateVerdict verdict)
    {
        var result = Judge(MissRate(0.05), RunsOnDisk.Escalate(tickets, missed));

        result.Verdict.ShouldBe(verdict);
        result.Rate.ShouldBe(new Rate(missed, tickets));
        result.Interval!.Value.High.ShouldBe(Wilson.Interval(new Rate(missed, tickets)).High, 1e-6);
    }

    [Theory]
    [InlineData(40, 0)]
    [InlineData(100, 2)]
    [InlineData(100, 7)]
    [InlineData(60, 4)]
    public void So_many_more_cases_would_decide_at_the_same_rate_and_one_fewer_would_not(int tickets, int missed)
    {
        var result = Judge(MissRate(0.05), RunsOnDisk.Escalate(tickets, missed));

        result.Verdict.ShouldBe(GateVerdict.Inconclusive);
        result.Needed!.Kind.ShouldBe("escalate tickets");
        IsDecided(tickets + result.Needed.More).ShouldBeTrue();
        IsDecided(tickets + result.Needed.More - 1).ShouldBeFalse();

        // The same share of that many, whole or not: repeats of a case are one trial.
        bool IsDecided(int cases)
        {
            var interval = Wilson.Interval(new Rate(missed * cases, tickets * cases, tickets));
            return interval.High <= 0.05 || interval.Low > 0.05;
        }
    }

    [Fact]
    public void A_rate_at_its_limit_is_never_decided()
    {
        var result = Judge(MissRate(0.05), RunsOnDisk.Escalate(100, 5));

        result.Needed.ShouldBeNull();
        RuleText.Open(result).ShouldBe("the limit lies within the interval; 100,000 cases would not decide at this figure");
    }

    [Fact]
    public void Too_few_cases_are_inconclusive_however_good_or_bad_the_figure()
    {
        var rule = new RateRule(GatedRate.FalseAlarmRate) { Limit = 0.5, MinimumCases = 30 };

        foreach (var alarms in new[] { 0, 20 })
        {
            var result = Judge(rule, RunsOnDisk.Benign(20, alarms));

            result.Verdict.ShouldBe(GateVerdict.Inconclusive);
            result.Why.ShouldBe("20 benign tickets, fewer than the 30 asked for");
            result.Needed.ShouldBe(new CasesNeeded(10, "benign tickets"));
        }
    }

    [Fact]
    public void A_slice_that_the_run_does_not_hold_is_inconclusive()
    {
        var rule = MissRate(0.5) with { Scope = new GateScope(null, new GateSlice(SliceKind.Category, "child_safety")) };

        var result = Judge(rule, RunsOnDisk.Escalate(50, 0));

        result.Verdict.ShouldBe(GateVerdict.Inconclusive);
        result.Value.ShouldBeNull();
        RuleText.Open(result).ShouldBe("the run holds no escalate tickets of category child_safety; at least 20 more escalate tickets of category child_safety would decide");
    }

    [Fact]
    public void A_slice_is_judged_by_its_own_cases()
    {
        var rule = new CountRule(OfMisses: true) { Limit = 0, MinimumCases = 3, Scope = new GateScope(null, new GateSlice(SliceKind.Severity, "critical")) };
        CaseRecord[] records =
        [
            .. RunsOnDisk.Escalate(10, 5),
            .. RunsOnDisk.Escalate(3, 0, builder => (builder with { Id = $"c{builder.Id}" }).Rated(Severity.Critical, HarmCategory.SelfHarm)),
        ];

        var result = Judge(rule, records);

        result.Verdict.ShouldBe(GateVerdict.Pass);
        RuleText.Figure(result).ShouldBe("0 of 3");
    }

    [Theory]
    [InlineData(20, 0, GateVerdict.Pass)]
    [InlineData(19, 0, GateVerdict.Inconclusive)]
    [InlineData(19, 1, GateVerdict.Fail)]
    [InlineData(20, 1, GateVerdict.Fail)]
    public void A_count_above_its_limit_fails_even_with_too_few_cases(int tickets, int missed, GateVerdict verdict)
    {
        Judge(new CountRule(OfMisses: true) { Limit = 0 }, RunsOnDisk.Escalate(tickets, missed)).Verdict.ShouldBe(verdict);
    }

    [Theory]
    [InlineData(30, GateVerdict.Pass)]
    [InlineData(25, GateVerdict.Inconclusive)]
    [InlineData(10, GateVerdict.Fail)]
    public void Pair_accuracy_is_held_by_its_lower_bound(int right, GateVerdict verdict)
    {
        var pairs = Enumerable.Range(0, 30).SelectMany(index => new[]
        {
            A.Escalate($"e-{index}").PairedWith($"b-{index}").Assessed(Verdict.Escalate),
            A.Benign($"b-{index}").PairedWith($"e-{index}").Assessed(index < right ? Verdict.None : Verdict.Escalate),
        });

        Judge(new RateRule(GatedRate.PairAccuracy) { Limit = 0.7 }, pairs).Verdict.ShouldBe(verdict);
    }

    [Fact]
    public void The_invalid_share_is_of_all_cases()
    {
        var records = Enumerable.Range(0, 100).Select(index => index < 30 ? A.Benign($"b-{index}").Refused() : A.Benign($"b-{index}").Assessed(Verdict.None));

        var result = Judge(new RateRule(GatedRate.InvalidShare) { Limit = 0.02 }, records);

        result.Verdict.ShouldBe(GateVerdict.Fail);
        RuleText.Figure(result).ShouldStartWith("30/100 = 30.0 % [");
    }

    [Fact]
    public void The_flip_rate_is_the_scorecard_s_and_a_case_s_repeats_count_as_one_case()
    {
        // 40 cases three times; in ten of them one of three answers differs: 2 of 3 pairs of answers.
        var records = Enumerable.Range(0, 40).SelectMany(index => Enumerable.Range(0, 3).Select(repeat =>
            A.Benign($"b-{index}").Assessed(index < 10 && repeat == 0 ? Verdict.Escalate : Verdict.None) with { Repeat = repeat }));

        var result = Judge(new RateRule(GatedRate.FlipRate) { Limit = 0.05 }, records);

        result.Rate.ShouldBe(new Rate(20, 120, 3));
        result.Value.ShouldBe(1.0 / 6);
        result.Interval!.Value.Low.ShouldBe(Wilson.Interval(new Rate(20, 120, 3)).Low, 1e-6);
        result.Verdict.ShouldBe(GateVerdict.Fail);
    }

    [Fact]
    public void Without_repeats_the_flip_rate_is_inconclusive()
    {
        var result = Judge(new RateRule(GatedRate.FlipRate) { Limit = 0.05 }, RunsOnDisk.Benign(100, 0));

        RuleText.Open(result).ShouldBe("the run has no repeats: make it with --repeat 3");
    }

    [Fact]
    public void Cost_is_per_1_000_tickets_of_production_at_the_base_rate()
    {
        // 0.5 % escalate, 10 % of them missed at 500: 250; 99.5 % benign, 20 % of them false alarms at 1: 199.
        CaseRecord[] records = [.. RunsOnDisk.Escalate(100, 10), .. RunsOnDisk.Benign(100, 20)];
        var rule = new CostRule(Miss: 500, FalseAlarm: 1) { Limit = 400 };

        var result = Judge(rule, records);

        result.Value!.Value.ShouldBe(449, 1e-9);
        var (misses, alarms) = (Wilson.Interval(new Rate(10, 100)), Wilson.Interval(new Rate(20, 100)));
        result.Interval!.Value.High.ShouldBe((5 * 500 * misses.High) + (995 * alarms.High), 1e-4);
        result.Verdict.ShouldBe(GateVerdict.Inconclusive);
        result.Needed!.Kind.ShouldBe("tickets of both labels");
        Judge(rule with { Limit = 900 }, records).Verdict.ShouldBe(GateVerdict.Pass);
        Judge(rule with { Limit = 200 }, records).Verdict.ShouldBe(GateVerdict.Fail);
    }

    [Fact]
    public void Cost_needs_tickets_of_both_labels()
    {
        Judge(new CostRule(Miss: 500, FalseAlarm: 1) { Limit = 200 }, RunsOnDisk.Benign(100, 0)).Verdict.ShouldBe(GateVerdict.Inconclusive);
    }

    [Theory]
    [InlineData(0, 0, GateVerdict.Pass)]
    [InlineData(4, 0, GateVerdict.Inconclusive)]
    [InlineData(40, 0, GateVerdict.Fail)]
    public void An_increase_over_the_baseline_is_held_by_tango_s_interval(int missed, int missedBefore, GateVerdict verdict)
    {
        var run = Beside(RunsOnDisk.Escalate(100, missed), RunsOnDisk.Escalate(100, missedBefore));

        var result = new IncreaseRule(OfMisses: true) { Limit = 0.05 }.Judge(run, 0.95);

        result.Verdict.ShouldBe(verdict);
        result.Value.ShouldBe((missed - missedBefore) / 100.0);
        result.Interval!.Value.High.ShouldBe(Tango.Interval(new PairedCounts(missedBefore, missed - missedBefore, 0, 100 - missed))!.Value.High, 1e-6);
    }

    [Fact]
    public void Tickets_fixed_and_broken_do_not_cancel_out_in_the_interval()
    {
        var swapped = RunsOnDisk.Escalate(100, 20).Reverse().Select((record, index) => record with { Id = new($"e-{index}") });
        var run = Beside(RunsOnDisk.Escalate(100, 20), swapped);

        var result = new IncreaseRule(OfMisses: true) { Limit = 0.05 }.Judge(run, 0.95);

        run.Baseline!.Misses.ShouldBe(new PairedCounts(0, 20, 20, 60));
        result.Value.ShouldBe(0);
        result.Verdict.ShouldBe(GateVerdict.Inconclusive);
        result.Needed!.More.ShouldBeInRange(400, 700);   // z^2 * 0.4 / 0.05^2 = 615 in all, by Wald
    }

    [Fact]
    public void A_case_is_wrong_beside_the_baseline_when_any_of_its_repeats_is()
    {
        var records = RunsOnDisk.Benign(20, 0).SelectMany(record => new[] { record, record with { Repeat = 1 } }).ToArray();
        var slip = A.Benign("b-7").Assessed(Verdict.Escalate) with { Repeat = 1 };
        var run = Beside(records.Select(record => record.Id == slip.Id && record.Repeat == 1 ? slip : record), records);

        run.Baseline!.FalseAlarms.ShouldBe(new PairedCounts(0, 1, 0, 19));
    }

    [Fact]
    public void Without_a_baseline_an_increase_is_inconclusive()
    {
        var result = Judge(new IncreaseRule(OfMisses: false) { Limit = 0.05 }, RunsOnDisk.Benign(100, 0));

        result.Verdict.ShouldBe(GateVerdict.Inconclusive);
        result.Why.ShouldBe("no run of a baseline on the same cases was given: name one with --baseline");
    }

    private static RateRule MissRate(double limit) => new(GatedRate.MissRate) { Limit = limit };

    private RuleResult Judge(GateRule rule, IEnumerable<CaseRecord> records) => rule.Judge(_runs.Gated(records), 0.95);

    private GatedRun Beside(IEnumerable<CaseRecord> records, IEnumerable<CaseRecord> baseline) => _runs.Gated(records).Beside(_runs.Gated(baseline), []);
}
