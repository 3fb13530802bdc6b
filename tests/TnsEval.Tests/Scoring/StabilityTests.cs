using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Scoring;

public class StabilityTests
{
    private static readonly CaseBuilder Escalate = A.Escalate("t-1");
    private static readonly CaseBuilder Benign = A.Benign("t-2");

    [Fact]
    public void A_run_without_repeats_says_nothing_of_stability() => Score(Escalate.Assessed(Verdict.Escalate)).Stability.ShouldBeNull();

    [Fact]
    public void Repeats_are_trials_of_one_case()
    {
        var scores = Score(Repeats(Escalate, Verdict.Escalate, Verdict.Escalate, Verdict.None));

        scores.Cases.ShouldBe(1);
        scores.Misses.ShouldBe(new Rate(events: 1, trials: 3, repeats: 3));
        scores.Coverage.ShouldBe(new Rate(events: 3, trials: 3, repeats: 3));
    }

    [Fact]
    public void The_interval_of_repeated_cases_is_no_narrower_than_that_of_as_many_cases()
    {
        var once = Wilson.Interval(new Rate(events: 10, trials: 100));

        Wilson.Interval(new Rate(events: 30, trials: 300, repeats: 3)).ShouldBe(once);
    }

    [Fact]
    public void Flips_and_unanimity_are_over_assessed_repeats()
    {
        var stability = Score(
        [
            .. Repeats(Escalate, Verdict.Escalate, Verdict.EscalateUrgent, Verdict.None),   // two of three pairs of repeats differ
            .. Repeats(Benign, Verdict.None, Verdict.Review), Benign.Refused() with { Repeat = 2 },   // neither is an alarm: unanimous
        ]).Stability!;

        stability.FlipRate!.Value.ShouldBe((2 / 3.0) / 2, tolerance: 1e-12);
        stability.Unanimous.ShouldBe(new Rate(events: 1, trials: 2));
    }

    [Fact]
    public void Pass_hat_k_falls_from_mean_accuracy_to_the_share_right_every_time()
    {
        var stability = Score(
        [
            .. Repeats(Escalate, Verdict.Escalate, Verdict.Escalate, Verdict.None),
            .. Repeats(Benign, Verdict.None, Verdict.None, Verdict.None),
        ]).Stability!;

        stability.PassHatK.ShouldBe([0.833333, 0.666667, 0.5]);
    }

    [Fact]
    public void A_repeat_without_an_assessment_is_wrong_unless_the_policy_leaves_it_out()
    {
        CaseRecord[] records = [Escalate.Assessed(Verdict.Escalate), Escalate.TimedOut() with { Repeat = 1 }];

        Score(records).Stability!.PassHatK.ShouldBe([0.5, 0]);
        Scorecard.Of(records, new ScoringOptions { InvalidPolicy = InvalidPolicy.Exclude }).Stability!.PassHatK.ShouldBe([1]);
    }

    private static CaseRecord[] Repeats(CaseBuilder @case, params Verdict[] verdicts) =>
        [.. verdicts.Select((verdict, repeat) => @case.Assessed(verdict) with { Repeat = repeat })];

    private static Scorecard Score(params CaseRecord[] records) => Scorecard.Of(records, new ScoringOptions());
}
