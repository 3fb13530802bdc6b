using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Scoring;

public class PairTests
{
    private static readonly CaseBuilder Positive = A.Escalate("t-1").PairedWith("t-2");
    private static readonly CaseBuilder Negative = A.Benign("t-2").PairedWith("t-1");

    [Theory]
    [InlineData(Verdict.Escalate, Verdict.None, 1)]
    [InlineData(Verdict.Escalate, Verdict.Escalate, 0)]
    [InlineData(Verdict.None, Verdict.None, 0)]
    [InlineData(Verdict.None, Verdict.Escalate, 0)]
    public void A_pair_is_right_when_both_twins_are(Verdict positive, Verdict negative, int right) =>
        PairsOf(Positive.Assessed(positive), Negative.Assessed(negative)).ShouldBe(new Rate(right, trials: 1));

    [Fact]
    public void A_twin_whose_pair_is_not_in_the_run_is_no_pair() => PairsOf(Positive.Assessed(Verdict.Escalate)).ShouldBe(new Rate(0, 0));

    [Fact]
    public void A_ticket_that_points_at_anothers_twin_makes_no_pair() =>
        PairsOf(Positive.Assessed(Verdict.Escalate), Negative.Assessed(Verdict.None), A.Escalate("t-0").PairedWith("t-2").Assessed(Verdict.Escalate))
            .ShouldBe(new Rate(1, 1));

    [Theory]
    [InlineData(InvalidPolicy.AsWrong, 0, 2)]
    [InlineData(InvalidPolicy.Exclude, 0, 0)]
    [InlineData(InvalidPolicy.AsPositive, 1, 2)]
    [InlineData(InvalidPolicy.AsNegative, 1, 2)]
    public void A_twin_without_an_assessment_counts_as_the_policy_says(InvalidPolicy policy, int right, int pairs) => Scorecard.Of(
        [
            Positive.Refused(), Negative.Assessed(Verdict.None),
            A.Escalate("t-3").PairedWith("t-4").Assessed(Verdict.Escalate), A.Benign("t-4").PairedWith("t-3").TimedOut(),
        ],
        new ScoringOptions { InvalidPolicy = policy }).Pairs.ShouldBe(new Rate(right, pairs));

    [Fact]
    public void A_repeated_twin_must_be_right_each_time() =>
        PairsOf(Positive.Assessed(Verdict.Escalate), Positive.Assessed(Verdict.None), Negative.Assessed(Verdict.None), Negative.Assessed(Verdict.None))
            .ShouldBe(new Rate(0, 1));

    private static Rate PairsOf(params CaseRecord[] records) => Scorecard.Of(records, new ScoringOptions()).Pairs;
}
