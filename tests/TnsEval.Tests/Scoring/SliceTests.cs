using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Scoring;

public class SliceTests
{
    private static readonly CaseRecord[] Records =
    [
        A.Escalate().Rated(Severity.Critical, HarmCategory.SelfHarm, HarmCategory.ChildSafety)
            .In("es").Tagged("non_english", "calm_tone").Assessed(Verdict.None),
        A.Escalate().Rated(Severity.Medium, HarmCategory.ChildSafety).Tagged("calm_tone").Assessed(Verdict.Escalate),
        A.Benign().Rated(Severity.Low, HarmCategory.SelfHarm).Tagged("hn_pastoral", "calm_tone").Assessed(Verdict.Escalate),
        A.Benign().Tagged("ordinary").Refused(),
    ];

    [Theory]
    [InlineData(SliceKind.Category, "child_safety 0/1 0/0, self_harm 1/1 1/1")]
    [InlineData(SliceKind.Severity, "critical 1/1 0/0, low 0/0 1/1, medium 0/1 0/0, none 0/0 1/1")]
    [InlineData(SliceKind.Language, "en 0/1 2/2, es 1/1 0/0")]
    [InlineData(SliceKind.StressTag, "calm_tone 1/2 1/1, non_english 1/1 0/0")]
    [InlineData(SliceKind.HardNegativeKind, "hn_pastoral 0/0 1/1, ordinary 0/0 1/1")]
    public void A_slice_has_the_misses_and_false_alarms_of_its_part(SliceKind kind, string slices) =>
        SlicesOf(kind, InvalidPolicy.AsWrong).ShouldBe(slices);

    [Fact]
    public void Regions_and_scripts_of_one_language_are_one_slice() =>
        string.Join(", ", Scorecard.Of([A.Benign().In("en-GB").Assessed(Verdict.None), A.Benign().In("en").Assessed(Verdict.Escalate)], new ScoringOptions())
            .Slices.Where(slice => slice.Kind == SliceKind.Language).Select(slice => $"{slice.Name} {slice.FalseAlarms.Events}/{slice.FalseAlarms.Trials}")).ShouldBe("en 1/2");

    [Fact]
    public void Slices_follow_the_policy_of_the_card() =>
        SlicesOf(SliceKind.HardNegativeKind, InvalidPolicy.Exclude).ShouldBe("hn_pastoral 0/0 1/1, ordinary 0/0 0/0");

    [Fact]
    public void Slices_come_by_kind_and_then_in_ordinal_order()
    {
        var slices = Scorecard.Of(Records, new ScoringOptions()).Slices;

        slices.ShouldBe(slices.OrderBy(slice => slice.Kind).ThenBy(slice => slice.Name, StringComparer.Ordinal));
    }

    private static string SlicesOf(SliceKind kind, InvalidPolicy policy) => string.Join(
        ", ",
        Scorecard.Of(Records, new ScoringOptions { InvalidPolicy = policy }).Slices
            .Where(slice => slice.Kind == kind)
            .Select(slice => $"{slice.Name} {slice.Misses} {slice.FalseAlarms}"));
}
