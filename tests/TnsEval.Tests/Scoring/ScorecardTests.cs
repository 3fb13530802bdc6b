using FsCheck;
using FsCheck.Fluent;
using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Scoring;

public class ScorecardTests
{
    [Fact]
    public void False_alarms_count_only_benign_tickets() =>
        Score(A.Benign().Assessed(Verdict.Escalate), A.Benign().Assessed(Verdict.None), A.Escalate().Assessed(Verdict.Escalate))
            .FalseAlarms.ShouldBe(new Rate(events: 1, trials: 2));

    [Fact]
    public void Misses_count_only_escalate_tickets() =>
        Score(A.Escalate().Assessed(Verdict.None), A.Escalate().Assessed(Verdict.EscalateUrgent), A.Benign().Assessed(Verdict.None))
            .Misses.ShouldBe(new Rate(events: 1, trials: 2));

    [Fact]
    public void A_review_is_no_alarm()
    {
        var card = Score(A.Escalate().Assessed(Verdict.Review), A.Benign().Assessed(Verdict.Review));

        card.Misses.ShouldBe(new Rate(events: 1, trials: 1));
        card.FalseAlarms.ShouldBe(new Rate(events: 0, trials: 1));
    }

    [Fact]
    public void The_derived_verdict_counts_and_not_the_models_own()
    {
        var card = Score(A.Escalate().Assessed(Verdict.Escalate, modelVerdict: Verdict.None), A.Escalate().Assessed(Verdict.None));

        card.Misses.ShouldBe(new Rate(events: 1, trials: 2));
        card.VerdictDisagreements.ShouldBe(new Rate(events: 1, trials: 2));
    }

    [Fact]
    public void Refused_ticket_is_not_a_correct_pass() => Score(A.Benign().Refused()).FalseAlarms.ShouldBe(new Rate(events: 1, trials: 1));

    [Fact]
    public void Refused_ticket_is_not_a_hit() => Score(A.Escalate().Refused()).Misses.ShouldBe(new Rate(events: 1, trials: 1));

    [Theory]
    [InlineData(InvalidPolicy.AsWrong, 2, 3, 3, 4)]
    [InlineData(InvalidPolicy.Exclude, 1, 2, 1, 2)]
    [InlineData(InvalidPolicy.AsPositive, 1, 3, 3, 4)]
    [InlineData(InvalidPolicy.AsNegative, 2, 3, 1, 4)]
    public void Each_policy_says_what_a_case_without_an_assessment_counts_as(
        InvalidPolicy policy, int misses, int escalate, int falseAlarms, int benign)
    {
        CaseRecord[] records =
        [
            A.Escalate().Assessed(Verdict.Escalate), A.Escalate().Assessed(Verdict.None), A.Escalate().Failed(),
            A.Benign().Assessed(Verdict.Escalate), A.Benign().Assessed(Verdict.None), A.Benign().TimedOut(), A.Benign().Malformed(A.Violation("json")),
        ];

        var card = Scorecard.Of(records, new ScoringOptions { InvalidPolicy = policy });

        card.Misses.ShouldBe(new Rate(misses, escalate));
        card.FalseAlarms.ShouldBe(new Rate(falseAlarms, benign));
        card.ByPolicy[policy].ShouldBe(new PolicyRates(card.Misses, card.FalseAlarms));
        card.ByPolicy.Keys.ShouldBe(Enum.GetValues<InvalidPolicy>());
    }

    [Fact]
    public void All_six_outcomes_are_always_listed()
    {
        var card = Score(A.Benign().Refused(), A.Benign().Refused(), A.Benign().Truncated(), A.Benign().Assessed(Verdict.None));

        card.Outcomes.Select(pair => (pair.Key, pair.Value)).ShouldBe(
            [
                (OutcomeKind.Assessed, 1), (OutcomeKind.Malformed, 0), (OutcomeKind.Refused, 2),
                (OutcomeKind.Truncated, 1), (OutcomeKind.TimedOut, 0), (OutcomeKind.Failed, 0),
            ]);
        card.Coverage.ShouldBe(new Rate(events: 1, trials: 4));
    }

    [Fact]
    public void A_run_without_cases_knows_nothing()
    {
        var card = Score();

        card.Cases.ShouldBe(0);
        card.Coverage.Value.ShouldBeNull();
        card.Misses.Value.ShouldBeNull();
        card.PrecisionAtBaseRate.ShouldBeNull();
        card.Latency.ShouldBe(new Latency(P50Ms: null, P95Ms: null));
        card.Slices.ShouldBeEmpty();
    }

    [Fact]
    public void Precision_supposes_the_base_rate_of_production()
    {
        // 0.95 x 0.003 / (0.95 x 0.003 + 0.01 x 0.997): golden case "Se=0.95 FPR=0.01 pi=0.003" of statistics.json.
        CaseRecord[] records =
        [
            .. Enumerable.Repeat(A.Escalate().Assessed(Verdict.Escalate), 95), .. Enumerable.Repeat(A.Escalate().Assessed(Verdict.None), 5),
            .. Enumerable.Repeat(A.Benign().Assessed(Verdict.Escalate), 1), .. Enumerable.Repeat(A.Benign().Assessed(Verdict.None), 99),
        ];

        Scorecard.Of(records, new ScoringOptions { BaseRate = 0.003 }).PrecisionAtBaseRate!.Value.ShouldBe(0.222308892355694, 1e-12);
    }

    [Fact]
    public void Quotes_are_judged_on_the_first_answer_and_only_when_it_got_so_far()
    {
        var assessed = A.Benign().Assessed(Verdict.None);

        Score(
            assessed,
            assessed with { FirstViolations = [A.Violation("consistency")] },
            assessed with { FirstViolations = [A.Violation("evidence")], Attempts = 2 },
            A.Benign().Malformed(A.Violation("evidence"), A.Violation("consistency")),
            A.Benign().Malformed(A.Violation("json")),
            A.Benign().Malformed(A.Violation("schema:/properties/verdict/enum")),
            A.Benign().Malformed(A.Violation("taxonomy"), A.Violation("evidence")),
            A.Benign().Refused(),
            A.Benign().Truncated() with { FirstViolations = [A.Violation("evidence")] },
            A.Benign().TimedOut(),
            A.Benign().Failed()).ValidQuotes.ShouldBe(new Rate(events: 2, trials: 4));
    }

    [Fact]
    public void Repairs_count_assessed_cases_and_slips_count_answers()
    {
        var card = Score(
            A.Benign().Assessed(Verdict.None) with { Attempts = 2, FormatSlips = 2 },
            A.Benign().Assessed(Verdict.None),
            A.Benign().Malformed(A.Violation("json")) with { Attempts = 2, FormatSlips = 1 });

        card.Repaired.ShouldBe(1);
        card.FormatSlips.ShouldBe(3);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(11, 6, 11)]
    [InlineData(20, 10, 19)]
    [InlineData(100, 50, 95)]
    [InlineData(101, 51, 96)]
    public void Latencies_are_nearest_rank_percentiles(int cases, double p50, double p95) =>
        Scorecard.Of(
            Enumerable.Range(1, cases).Reverse().Select(latency => A.Benign().Assessed(Verdict.None) with { LatencyMs = latency }), new ScoringOptions())
            .Latency.ShouldBe(new Latency(p50, p95));

    [Fact]
    public void A_case_that_called_no_model_has_no_latency() =>
        Score(A.Benign().Truncated() with { Attempts = 0, LatencyMs = 0 }).Latency.ShouldBe(new Latency(P50Ms: null, P95Ms: null));

    [Fact]
    public void Tokens_say_how_many_cases_stated_them() =>
        Score(
            A.Benign().Assessed(Verdict.None) with { Usage = new TokenUsage(3_000_000_000, 20) },
            A.Benign().Failed() with { Usage = new TokenUsage(10, 0) },
            A.Benign().Assessed(Verdict.None)).Tokens.ShouldBe(new TokenTotals(Input: 3_000_000_010, Output: 20, Cases: 2));

    [Fact]
    public void Every_model_that_answered_is_named_once() =>
        Score(
            A.Benign().Assessed(Verdict.None) with { ModelId = "m-2" },
            A.Benign().Assessed(Verdict.None) with { ModelId = "m-1" },
            A.Benign().Assessed(Verdict.None) with { ModelId = "m-2" },
            A.Benign().Failed()).ModelIds.ShouldBe(["m-1", "m-2"]);

    [Fact]
    public void A_record_that_lacks_its_assessment_is_the_callers_mistake() =>
        Should.Throw<ArgumentException>(() => Score(A.Benign("t-7").Record(OutcomeKind.Assessed))).Message.ShouldContain("t-7");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0.5e1)]
    [InlineData(double.NaN)]
    public void Options_with_problems_are_the_callers_mistake(double baseRate) =>
        Should.Throw<ArgumentException>(() => Scorecard.Of([], new ScoringOptions { BaseRate = baseRate }))
            .Message.ShouldContain("is not strictly between 0 and 1");

    [Fact]
    public void Scoring_ignores_the_order_of_cases() => ForAnyRun((records, options) =>
    {
        string[] cards = [.. new[] { records, [.. records.Reverse()], [.. records.OrderBy(record => record.LatencyMs)] }
            .Select(order => ScorecardJsonTests.Write(Scorecard.Of(order, options)))];
        return cards.Distinct(StringComparer.Ordinal).Count() == 1;
    });

    [Fact]
    public void Every_case_has_one_outcome_and_one_label() => ForAnyRun((records, options) =>
    {
        var card = Scorecard.Of(records, options with { InvalidPolicy = InvalidPolicy.AsWrong });
        return card.Outcomes.Values.Sum() == records.Length && card.Misses.Trials + card.FalseAlarms.Trials == records.Length;
    });

    [Fact]
    public void The_other_policies_lie_between_the_two_that_answer_for_the_model() => ForAnyRun((records, options) =>
    {
        var rates = Scorecard.Of(records, options).ByPolicy;
        return rates[InvalidPolicy.AsPositive].Misses.Events <= rates[InvalidPolicy.AsWrong].Misses.Events
            && rates[InvalidPolicy.AsNegative].FalseAlarms.Events <= rates[InvalidPolicy.AsWrong].FalseAlarms.Events
            && rates[InvalidPolicy.Exclude].Misses.Events == rates[InvalidPolicy.AsPositive].Misses.Events
            && rates[InvalidPolicy.Exclude].FalseAlarms.Events == rates[InvalidPolicy.AsNegative].FalseAlarms.Events;
    });

    [Fact]
    public void Severities_and_languages_each_add_up_to_the_whole() => ForAnyRun((records, options) =>
    {
        var card = Scorecard.Of(records, options);
        return new[] { SliceKind.Severity, SliceKind.Language }.All(kind =>
            card.Slices.Where(slice => slice.Kind == kind).Sum(slice => slice.Misses.Events) == card.Misses.Events
            && card.Slices.Where(slice => slice.Kind == kind).Sum(slice => slice.FalseAlarms.Trials) == card.FalseAlarms.Trials);
    });

    private static Scorecard Score(params CaseRecord[] records) => Scorecard.Of(records, new ScoringOptions());

    private static void ForAnyRun(Func<CaseRecord[], ScoringOptions, bool> holds)
    {
        var record =
            from isEscalate in Gen.Elements(true, false)
            from number in Gen.Choose(0, 20)
            from severity in Gen.Elements(Severity.Low, Severity.Medium, Severity.High)
            from language in Gen.Elements("en", "es", "pt-BR")
            from tags in Gen.Elements<string[]>(["hn_angry"], ["sarcasm", "calm_tone"], [])
            from outcome in Gen.Elements(Enum.GetValues<OutcomeKind>())
            from verdict in Gen.Elements(Enum.GetValues<Verdict>())
            from modelVerdict in Gen.Elements(Enum.GetValues<Verdict>())
            from attempts in Gen.Choose(0, 3)
            from latency in Gen.Choose(0, 100_000)
            from rule in Gen.Elements("json", "evidence", "consistency")
            let builder = (isEscalate ? A.Escalate($"{number}a") : A.Benign($"{number}b"))
                .Rated(severity, HarmCategory.LegalProcess).In(language).Tagged(tags).PairedWith(isEscalate ? $"{number}b" : $"{number}a")
            select (outcome == OutcomeKind.Assessed ? builder.Assessed(verdict, modelVerdict) : builder.Record(outcome)) with
            {
                Attempts = attempts,
                LatencyMs = latency / 7.0,
                FirstViolations = attempts > 1 ? [A.Violation(rule)] : [],
                Usage = attempts > 0 ? new TokenUsage(latency, attempts) : null,
                ModelId = attempts > 0 ? $"m-{attempts}" : null,
            };

        var options = Gen.Elements(Enum.GetValues<InvalidPolicy>()).Select(policy => new ScoringOptions { InvalidPolicy = policy });
        Prop.ForAll(record.ArrayOf().ToArbitrary(), options.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure);
    }
}
