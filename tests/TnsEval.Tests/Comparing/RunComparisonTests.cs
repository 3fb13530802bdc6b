using TnsEval.Comparing;
using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Comparing;

public sealed class RunComparisonTests
{
    [Fact]
    public void Case_that_became_right_is_fixed_and_one_that_became_wrong_is_broken()
    {
        var comparison = Compare(
            [A.Benign("t-1").Assessed(Verdict.Escalate), A.Benign("t-2").Assessed(Verdict.None), A.Escalate("t-3").Assessed(Verdict.Review), A.Escalate("t-4").Assessed(Verdict.Escalate)],
            [A.Benign("t-1").Assessed(Verdict.Review), A.Benign("t-2").Assessed(Verdict.Escalate), A.Escalate("t-3").Assessed(Verdict.EscalateUrgent), A.Escalate("t-4").Assessed(Verdict.EscalateUrgent)]);

        Ids(comparison.Fixed).ShouldBe(["t-1", "t-3"]);
        Ids(comparison.Broken).ShouldBe(["t-2"]);
        var broken = comparison.Broken[0];
        (broken.Before.Verdict, broken.After.Verdict, broken.Rationale).ShouldBe((Verdict.None, Verdict.Escalate, "because"));
        comparison.Common.ShouldBe(4);
    }

    [Theory]
    [InlineData(InvalidPolicy.AsWrong, 1)]
    [InlineData(InvalidPolicy.Exclude, 1)]
    [InlineData(InvalidPolicy.AsPositive, 1)]
    [InlineData(InvalidPolicy.AsNegative, 0)]
    public void What_became_of_an_answer_that_is_none_is_the_policy_s(InvalidPolicy policy, int broken)
    {
        var comparison = Compare([A.Benign().Assessed(Verdict.None)], [A.Benign().Refused()], policy);

        comparison.Broken.Count.ShouldBe(broken);
    }

    [Fact]
    public void Repeats_of_a_case_are_compared_each_with_its_own()
    {
        var (right, wrong) = (A.Benign().Assessed(Verdict.None), A.Benign().Assessed(Verdict.Escalate));

        var comparison = Compare([right, wrong with { Repeat = 1 }], [wrong, right with { Repeat = 1 }]);

        comparison.Broken.ShouldHaveSingleItem().Repeat.ShouldBe(0);
        comparison.Fixed.ShouldHaveSingleItem().Repeat.ShouldBe(1);
    }

    [Fact]
    public void Rewritten_tickets_are_passed_over()
    {
        var (right, wrong) = (A.Benign().Assessed(Verdict.None), A.Benign().Assessed(Verdict.Escalate));

        var comparison = Compare([right, right with { Perturbation = "typos" }], [right, wrong with { Perturbation = "typos" }, wrong with { Perturbation = "case" }]);

        (comparison.Common, comparison.Added, comparison.Broken.Count).ShouldBe((1, 0, 0));
    }

    [Fact]
    public void Cases_of_one_run_only_are_counted_and_are_no_flips()
    {
        var comparison = Compare(
            [A.Benign("t-1").Assessed(Verdict.None), A.Benign("t-2").Assessed(Verdict.Escalate)],
            [A.Benign("t-2").Assessed(Verdict.Escalate), A.Benign("t-3").Assessed(Verdict.Escalate), A.Benign("t-4").Assessed(Verdict.None)]);

        (comparison.Common, comparison.Added, comparison.Removed).ShouldBe((1, 2, 1));
        comparison.Fixed.ShouldBeEmpty();
        comparison.Broken.ShouldBeEmpty();
    }

    [Fact]
    public void Label_that_changed_makes_a_flip_of_the_same_verdict()
    {
        var comparison = Compare([A.Benign().Assessed(Verdict.Escalate)], [A.Escalate().Assessed(Verdict.Escalate)]);

        var mended = comparison.Fixed.ShouldHaveSingleItem();
        (mended.Before.Label, mended.After.Label).ShouldBe((LabelKind.Benign, LabelKind.Escalate));
    }

    [Fact]
    public void Flips_stand_in_order_of_their_ids_whatever_order_the_cases_came_in()
    {
        string[] ids = ["t-b", "t-a", "t-C"];

        var comparison = Compare([.. ids.Select(id => A.Benign(id).Assessed(Verdict.None))], [.. ids.Reverse().Select(id => A.Benign(id).Assessed(Verdict.Escalate))]);

        Ids(comparison.Broken).ShouldBe(["t-C", "t-a", "t-b"]);
    }

    private static RunComparison Compare(CaseRecord[] before, CaseRecord[] after, InvalidPolicy policy = InvalidPolicy.AsWrong) => RunComparison.Of(before, after, policy);

    private static IEnumerable<string> Ids(IEnumerable<FlippedCase> cases) => cases.Select(flipped => flipped.Id.Value);
}
