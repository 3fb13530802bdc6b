using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Runs.EarlyStopping;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Runs.EarlyStopping;

public sealed class LimitWatchTests
{
    private const int Cases = 400;
    private static readonly StopRule Both = new() { MaxMissRate = 0.2, MaxFalseAlarmRate = 0.1 };

    /// <summary>Every second case must escalate; in the order that a run of seed 1 begins them.</summary>
    private static readonly IReadOnlyList<PlannedCase> Planned =
        [.. PlannedCase.Of([.. Enumerable.Range(0, Cases).Select(number => (number % 2 == 0 ? A.Escalate($"t-{number}") : A.Benign($"t-{number}")).Case())], new RunOptions())];

    [Fact]
    public void What_is_shown_and_after_which_case_does_not_depend_on_the_order_in_which_cases_end()
    {
        var records = Records(new Random(1), missRate: 0.4, falseAlarmRate: 0.3);
        var expected = Decide(records, Both);
        expected.After.ShouldBeLessThan(Cases);

        for (var seed = 0; seed < 50; seed++)
        {
            var shuffled = records.ToArray();
            new Random(seed).Shuffle(shuffled);

            Decide(shuffled, Both).ShouldBeEquivalentTo(expected);
        }
    }

    [Fact]
    public void Cases_beyond_one_that_is_still_open_wait_for_it()
    {
        var records = Records(new Random(1), missRate: 1, falseAlarmRate: 1);
        var watch = Watch(Both);

        foreach (var record in records.Skip(1))
        {
            watch.Add(record).ShouldBeFalse();
        }

        watch.Add(records[0]).ShouldBeTrue();
        watch.Counts(records[^1].Id).ShouldBeFalse();
        watch.Counts(records[0].Id).ShouldBeTrue();
    }

    [Fact]
    public void A_limit_far_below_the_rate_is_shown_broken_and_one_far_above_is_shown_to_hold()
    {
        var report = Decide(Records(new Random(2), missRate: 0.5, falseAlarmRate: 0.01), Both);

        report.Limits.Select(limit => (limit.Rate, limit.Decision)).ShouldBe([(LimitedRate.Misses, LimitDecision.Broken), (LimitedRate.FalseAlarms, LimitDecision.Held)]);
        report.Limits.ShouldAllBe(limit => limit.LogEvidence >= limit.LogEvidenceNeeded && limit.After <= report.After);
        report.Limits.Max(limit => limit.After).ShouldBe(report.After);
        report.Limits[0].LogEvidenceNeeded.ShouldBe(Math.Log(2 / 0.05), 1e-9);   // half of alpha each
    }

    [Fact]
    public void A_limit_at_the_rate_itself_is_left_undecided_to_the_last_case()
    {
        var report = Decide(Records(new Random(3), missRate: 0.2, falseAlarmRate: 0.9), Both);

        report.Limits[0].Decision.ShouldBe(LimitDecision.Undecided);
        report.Limits[0].After.ShouldBeNull();
        report.IsEarly.ShouldBeFalse();
    }

    [Theory]
    [InlineData(InvalidPolicy.AsWrong, LimitDecision.Broken)]
    [InlineData(InvalidPolicy.AsNegative, LimitDecision.Broken)]
    [InlineData(InvalidPolicy.AsPositive, LimitDecision.Held)]
    [InlineData(InvalidPolicy.Exclude, LimitDecision.Undecided)]
    public void Cases_without_an_answer_count_as_the_invalid_policy_says(InvalidPolicy policy, LimitDecision decision)
    {
        var watch = new LimitWatch(Planned, new StopRule { MaxMissRate = 0.2 }, policy);
        foreach (var planned in Planned)
        {
            watch.Add(new CaseBuilder(planned.Case.Id.Value, planned.Case.Label, []).Refused());
        }

        watch.Report(0).Limits.ShouldHaveSingleItem().Decision.ShouldBe(decision);
    }

    /// <summary>
    /// At a rate that is the limit either decision is an error, and nowhere are errors likelier. Once as a sample of all tickets there could be, once as
    /// a sample of the very set, where the rate is that of its cases and they are drawn without putting back.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Limits_are_judged_wrongly_in_no_more_runs_than_alpha_says(bool isOfAllTickets)
    {
        const int Runs = 600;
        var wrong = (Broken: 0, Held: 0);
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var report = Decide(isOfAllTickets ? Records(random, 0.2, 0.1) : RecordsOfASet(random, 0.2, 0.1), Both);
            wrong.Broken += report.Limits.Any(limit => limit.Decision == LimitDecision.Broken) ? 1 : 0;
            wrong.Held += report.Limits.Any(limit => limit.Decision == LimitDecision.Held) ? 1 : 0;
        }

        (wrong.Broken + wrong.Held).ShouldBeGreaterThan(0);   // else the simulation shows nothing
        ((double)wrong.Broken / Runs).ShouldBeLessThanOrEqualTo(Both.Alpha);
        ((double)wrong.Held / Runs).ShouldBeLessThanOrEqualTo(Both.Alpha);
    }

    [Fact]
    public void Confidence_sequence_of_a_stopped_run_holds_the_rate_where_the_interval_of_a_fixed_sample_does_not()
    {
        const int Runs = 600;
        var rule = new StopRule { MaxMissRate = 0.1 };
        var (ofSequence, ofWilson) = (0, 0);
        for (var seed = 0; seed < Runs; seed++)
        {
            var finding = Decide(Records(new Random(seed), missRate: 0.25, falseAlarmRate: 0), rule).Limits[0];
            ofSequence += finding.SequenceLow <= 0.25 && 0.25 <= finding.SequenceHigh ? 1 : 0;
            ofWilson += Wilson.Interval(finding.Counts).Contains(0.25) ? 1 : 0;
        }

        ((double)ofSequence / Runs).ShouldBeGreaterThanOrEqualTo(0.95);
        ((double)ofWilson / Runs).ShouldBeLessThan(0.93);
    }

    private static LimitWatch Watch(StopRule rule) => new(Planned, rule, InvalidPolicy.AsWrong);

    private static StopReport Decide(IEnumerable<CaseRecord> records, StopRule rule)
    {
        var watch = Watch(rule);
        foreach (var record in records)
        {
            watch.Add(record);
        }

        return watch.Report(finishedBeyond: 0);
    }

    /// <summary>In the planned order, each wrong with the chance given.</summary>
    private static CaseRecord[] Records(Random random, double missRate, double falseAlarmRate) =>
        [.. Planned.Select(planned => Record(planned.Case, random.NextDouble() < (planned.Case.Label.IsEscalate ? missRate : falseAlarmRate)))];

    /// <summary>In the planned order; exactly the shares given are wrong, chosen at random.</summary>
    private static CaseRecord[] RecordsOfASet(Random random, double missRate, double falseAlarmRate)
    {
        var order = Planned.ToArray();
        random.Shuffle(order);
        var wrong = Take(isEscalate: true, missRate).Concat(Take(isEscalate: false, falseAlarmRate)).ToHashSet();
        return [.. Planned.Select(planned => Record(planned.Case, wrong.Contains(planned.Case.Id)))];

        IEnumerable<CaseId> Take(bool isEscalate, double share) =>
            order.Where(planned => planned.Case.Label.IsEscalate == isEscalate).Take((int)Math.Round(share * Cases / 2)).Select(planned => planned.Case.Id);
    }

    private static CaseRecord Record(EvalCase @case, bool isWrong) =>
        new CaseBuilder(@case.Id.Value, @case.Label, []).Assessed(@case.Label.IsEscalate != isWrong ? Verdict.Escalate : Verdict.None);
}
