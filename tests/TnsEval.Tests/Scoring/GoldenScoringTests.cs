using System.Text.Json;
using System.Text.Json.Nodes;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsEval.Testing;
using TnsEval.Tests.Statistics;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Scoring;

[Trait("Lane", "reference")]
public class GoldenScoringTests
{
    [ReferenceFact(GoldenStatistics.File)]
    public void Rates_of_a_confusion_matrix_agree() => GoldenStatistics.Check("confusion_metrics", inputs =>
    {
        var card = Scorecard.Of(Assessed(inputs), new ScoringOptions());
        var numbers = Numbers(card.Misses, card.FalseAlarms);
        numbers["recall"] = 1 - card.Misses.Value;
        return numbers;
    });

    [ReferenceFact(GoldenStatistics.File)]
    public void Rates_under_every_invalid_policy_agree() => GoldenStatistics.Check("confusion_with_invalid", inputs =>
    {
        var card = Scorecard.Of(
            [
                .. Assessed(inputs),
                .. Enumerable.Repeat(A.Escalate().Refused(), Count(inputs, "invalid_positive")),
                .. Enumerable.Repeat(A.Benign().TimedOut(), Count(inputs, "invalid_negative")),
            ],
            new ScoringOptions());
        var numbers = new JsonObject { ["coverage"] = card.Coverage.Value };
        foreach (var (policy, rates) in card.ByPolicy)
        {
            numbers[WireName<InvalidPolicy>.Of(policy)] = Numbers(rates.Misses, rates.FalseAlarms);
        }

        return numbers;
    });

    private static IEnumerable<CaseRecord> Assessed(JsonElement inputs) =>
    [
        .. Enumerable.Repeat(A.Escalate().Assessed(Verdict.Escalate), Count(inputs, "tp")),
        .. Enumerable.Repeat(A.Escalate().Assessed(Verdict.None), Count(inputs, "fn")),
        .. Enumerable.Repeat(A.Benign().Assessed(Verdict.Escalate), Count(inputs, "fp")),
        .. Enumerable.Repeat(A.Benign().Assessed(Verdict.None), Count(inputs, "tn")),
    ];

    private static JsonObject Numbers(Rate misses, Rate falseAlarms) =>
        new() { ["miss_rate"] = misses.Value, ["false_alarm_rate"] = falseAlarms.Value };

    private static int Count(JsonElement inputs, string name) => inputs.GetProperty(name).GetInt32();
}
