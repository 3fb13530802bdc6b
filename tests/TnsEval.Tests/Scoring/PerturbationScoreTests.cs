using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Scoring;

public sealed class PerturbationScoreTests
{
    private static readonly CaseRecord[] Originals =
    [
        A.Escalate("e-hit").Assessed(Verdict.Escalate), A.Escalate("e-miss").Assessed(Verdict.None), A.Benign("b-pass").Assessed(Verdict.None),
        A.Benign("b-alarm").Assessed(Verdict.Escalate), A.Benign("b-cut").Truncated(),
    ];

    private static readonly CaseRecord[] Rewritten =
    [
        By("typos", A.Escalate("e-hit").Assessed(Verdict.Review)), By("typos", A.Escalate("e-miss").Assessed(Verdict.EscalateUrgent)), By("typos", A.Benign("b-pass").Assessed(Verdict.Escalate)),
        By("typos", A.Benign("b-alarm").Refused()), By("typos", A.Benign("b-cut").Assessed(Verdict.Escalate)),
    ];

    [Fact]
    public void Flips_are_counted_by_where_they_lead_among_tickets_with_both_answers()
    {
        var typos = Score([.. Originals, .. Rewritten]).Perturbations.ShouldHaveSingleItem();

        typos.Flips.ShouldBe(new Rate(events: 3, trials: 3));
        (typos.ToMiss, typos.ToFalseAlarm, typos.ToRight).ShouldBe((1, 1, 1));
    }

    [Fact]
    public void An_answer_that_is_none_is_no_flip_and_is_counted_apart()
    {
        var typos = Score([.. Originals, .. Rewritten]).Perturbations.ShouldHaveSingleItem();

        typos.Invalid.ShouldBe(new Rate(events: 1, trials: 5));
        typos.Lost.ShouldBe(1);
    }

    [Fact]
    public void Every_other_figure_is_that_of_the_run_without_rewriting()
    {
        var (without, with) = (Score(Originals), Score([.. Originals, .. Rewritten]));

        ScorecardJsonTests.Write(with with { Perturbations = [] }).ShouldBe(ScorecardJsonTests.Write(without));
        (without.Records, with.Records).ShouldBe((5, 10));
    }

    [Fact]
    public void The_order_of_the_records_does_not_matter() =>
        ScorecardJsonTests.Write(Score([.. Rewritten.Reverse(), .. Originals])).ShouldBe(ScorecardJsonTests.Write(Score([.. Originals, .. Rewritten])));

    [Fact]
    public void A_repeat_is_held_against_its_own_repeat_and_repeats_are_trials_of_one_case()
    {
        var ticket = A.Escalate("e-1");

        var scores = Score(
        [
            ticket.Assessed(Verdict.Escalate), ticket.Assessed(Verdict.None) with { Repeat = 1 },
            By("case", ticket.Assessed(Verdict.Escalate)), By("case", ticket.Assessed(Verdict.None)) with { Repeat = 1 },
        ]);

        scores.Perturbations.ShouldHaveSingleItem().Flips.ShouldBe(new Rate(events: 0, trials: 2, repeats: 2));
    }

    [Fact]
    public void Perturbations_come_in_the_order_in_which_they_run() =>
        Score([.. Originals, By("injection", A.Benign("b-pass").Failed()), By("case", A.Benign("b-pass").Failed())]).Perturbations.Select(score => score.Name).ShouldBe(["case", "injection"]);

    [Theory]
    [InlineData(2, 50, false)]
    [InlineData(3, 50, true)]   // the lower end of 3 of 50 is 2.1 %
    [InlineData(0, 0, false)]
    public void A_prompt_is_fragile_where_the_whole_interval_lies_above_one_in_fifty(int flips, int tickets, bool isFragile)
    {
        var score = new PerturbationScore { Name = "typos", Flips = new Rate(flips, tickets), ToMiss = flips, ToFalseAlarm = 0, ToRight = 0, Invalid = new Rate(0, tickets), Lost = 0 };

        score.IsFragile.ShouldBe(isFragile);
    }

    private static CaseRecord By(string perturbation, CaseRecord record) => record with { Perturbation = perturbation };

    private static Scorecard Score(IEnumerable<CaseRecord> records) => Scorecard.Of(records, new ScoringOptions());
}
