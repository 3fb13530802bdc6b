using System.Text.Json;
using System.Text.Json.Nodes;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Scoring;

public class ScorecardJsonTests
{
    private static readonly Scorecard Card = Scorecard.Of(
        [
            A.Escalate().Tagged("calm_tone").Assessed(Verdict.None) with { LatencyMs = 1 / 3.0, Usage = new TokenUsage(10, 5), ModelId = "m" },
            A.Escalate().Assessed(Verdict.Escalate),
            A.Benign().Assessed(Verdict.Escalate),
            A.Benign().TimedOut(),
            A.Escalate().Assessed(Verdict.Escalate) with { Perturbation = "typos" },
        ],
        new ScoringOptions { BaseRate = 0.003 });

    [Fact]
    public void Members_are_camelCase_and_keep_their_order() => Json().AsObject().Select(member => member.Key).ShouldBe(
        [
            "cases", "outcomes", "coverage", "invalidPolicy", "misses", "falseAlarms", "byPolicy", "pairs", "stability", "slices", "verdicts", "needsHuman", "verdictDisagreements",
            "validQuotes", "formatSlips", "repaired", "latency", "tokens", "baseRate", "precisionAtBaseRate", "modelIds", "perturbations",
        ]);

    [Fact]
    public void Enums_have_their_wire_names()
    {
        Json()["invalidPolicy"]!.ToString().ShouldBe("as_wrong");
        Json()["outcomes"]!.ToJsonString().ShouldBe("""{"assessed":3,"malformed":0,"refused":0,"truncated":0,"timed_out":1,"failed":0}""");
        Json()["byPolicy"]!.AsObject().Select(member => member.Key).ShouldBe(["as_wrong", "exclude", "as_positive", "as_negative"]);
        Json()["slices"]!.AsArray().Select(slice => slice!["kind"]!.ToString()).ShouldBe(
            ["category", "severity", "severity", "language", "stress_tag", "hard_negative_kind"]);
    }

    [Fact]
    public void Rates_carry_their_value_and_bounds() =>
        Json()["misses"]!.ToJsonString().ShouldBe("""{"events":1,"trials":2,"value":0.5,"low":0.094531,"high":0.905469}""");

    [Fact]
    public void Numbers_are_rounded_to_six_decimals()
    {
        Json()["latency"]!.ToJsonString().ShouldBe("""{"p50Ms":100,"p95Ms":100}""");
        Json()["precisionAtBaseRate"]!.ToJsonString().ShouldBe("0.001502");
    }

    [Fact]
    public void What_is_written_reads_back() => Write(JsonSerializer.Deserialize(Write(Card), RunJson.Indented.Scorecard)!).ShouldBe(Write(Card));

    [Fact]
    public void Lines_end_the_same_on_every_machine() => Write(Card).ShouldNotContain("\r");

    internal static string Write(Scorecard card) => JsonSerializer.Serialize(card, RunJson.Indented.Scorecard);

    private static JsonNode Json() => JsonNode.Parse(Write(Card))!;
}
