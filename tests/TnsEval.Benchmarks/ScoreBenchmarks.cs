using BenchmarkDotNet.Attributes;
using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsTriage.Assessments;

namespace TnsEval.Benchmarks;

/// <summary>Scoring 100,000 records, two thirds of them twins.</summary>
[MemoryDiagnoser]
public class ScoreBenchmarks
{
    private const int Cases = 100_000;

    private readonly CaseRecord[] _records = [.. Enumerable.Range(0, Cases).Select(Record)];

    [Benchmark(OperationsPerInvoke = Cases)]
    public Scorecard Score() => Scorecard.Of(_records, new ScoringOptions());

    private static CaseRecord Record(int number)
    {
        var isEscalate = number % 2 == 0;
        var isAlarm = number % 7 < 4;
        return new CaseRecord
        {
            Id = new CaseId($"t-{number}"),
            Label = isEscalate ? new Label(LabelKind.Escalate, Severity.High, [(HarmCategory)(number % 12)]) : new Label(LabelKind.Benign, Severity.None, []),
            Language = number % 5 == 0 ? "es" : "en",
            StressTags = isEscalate ? ["calm_tone", "third_party_report"] : ["hn_pastoral", "urgent_tone"],
            Pair = number % 6 < 4 ? new CaseId($"t-{number ^ 1}") : null,
            Outcome = OutcomeKind.Assessed,
            Attempts = 1,
            LatencyMs = number % 997,
            ModelId = "model",
            Assessment = new Assessment
            {
                Verdict = isAlarm ? Verdict.Escalate : Verdict.None,
                Severity = isAlarm ? Severity.High : Severity.None,
                ModelVerdict = Verdict.Escalate,
                ModelSeverity = Severity.High,
                Categories = [],
                Evidence = [],
                Rationale = "",
                PromptInjection = new PromptInjection(Present: false, null, InjectionAim.None),
                NeedsHuman = new NeedsHuman(Needed: false, null),
            },
        };
    }
}
