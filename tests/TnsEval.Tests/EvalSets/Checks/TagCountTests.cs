using TnsEval.EvalSets;
using TnsEval.EvalSets.Checks;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Tests.EvalSets.Checks;

public class TagCountTests
{
    [Fact]
    public void Every_category_and_every_tag_has_a_target_and_no_other_name_has() => TagTarget.All.Select(target => target.Tag)
        .ShouldBe(WireName<HarmCategory>.All.Concat(StressTags.All), ignoreOrder: true);

    [Fact]
    public void A_set_of_400_is_held_to_134_tickets_that_escalate_and_266_that_do_not()
    {
        TagTarget.All.Where(target => WireName<HarmCategory>.All.Contains(target.Tag)).Sum(target => target.Escalate).ShouldBe(134);
        TagTarget.All.Where(target => StressTags.HardNegativeKinds.Contains(target.Tag)).Sum(target => target.Benign).ShouldBe(266);
    }

    [Fact]
    public void Only_the_first_category_counts_and_each_label_on_its_own()
    {
        EvalCase[] cases =
        [
            A.Escalate("t-1").Rated(Severity.High, HarmCategory.PaymentFraud, HarmCategory.SelfHarm).Tagged("sarcasm").Case(),
            A.Benign("t-2").Rated(Severity.Low, HarmCategory.PaymentFraud).Tagged("ordinary", "sarcasm").Case(),
            A.Benign("t-3").Tagged("ordinary").Case(),
        ];

        var counts = TagCount.Of(cases).ToDictionary(count => count.Tag, count => (count.Escalate, count.Benign));

        counts["payment_fraud"].ShouldBe((1, 1));
        counts["self_harm"].ShouldBe((0, 0));
        counts["sarcasm"].ShouldBe((1, 1));
        counts["ordinary"].ShouldBe((0, 2));
    }

    [Theory]
    [InlineData(400, 14)]
    [InlineData(900, 31)]
    [InlineData(4, 0)]
    public void Targets_grow_with_the_set_and_are_rounded_down(int size, int wanted)
    {
        EvalCase[] cases = [.. Enumerable.Range(0, size).Select(number => A.Benign($"t-{number}").Case())];

        var count = TagCount.Of(cases).Single(count => count.Tag == "self_harm");

        count.WantedEscalate.ShouldBe(wanted);
        count.WantedBenign.ShouldBeNull();
        count.IsShort.ShouldBe(wanted > 0);
    }

    [Fact]
    public void What_is_short_is_one_warning_that_names_the_first_tags()
    {
        var counts = TagCount.Of([.. Enumerable.Range(0, 400).Select(number => A.Benign($"t-{number}").Case())]);

        TagCount.Warnings("a set", counts).ShouldHaveSingleItem().What
            .ShouldMatch("^too few cases of child_safety, self_harm, .* and [0-9]+ more for a set of this size$");
        TagCount.Warnings("a set", TagCount.Of([A.Benign().Case()])).ShouldBeEmpty();
    }
}
