using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsTriage.Assessments;

namespace TnsEval.Benchmarks;

/// <summary>Records as a run leaves them.</summary>
internal static class Record
{
    /// <summary>About as long as an answer to v6.</summary>
    private static readonly string AnswerText = AssessmentSample.Valid;

    private static readonly Assessment Alarm = Of(Verdict.Escalate, Severity.High);
    private static readonly Assessment NoAlarm = Of(Verdict.None, Severity.None);

    public static CaseRecord Of(int number)
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
            ModelTexts = [AnswerText],
            Assessment = isAlarm ? Alarm : NoAlarm,
        };
    }

    private static Assessment Of(Verdict verdict, Severity severity) => new()
    {
        Verdict = verdict,
        Severity = severity,
        ModelVerdict = Verdict.Escalate,
        ModelSeverity = Severity.High,
        Categories = [],
        Evidence = [],
        Rationale = "",
        PromptInjection = new PromptInjection(Present: false, null, InjectionAim.None),
        NeedsHuman = new NeedsHuman(Needed: false, null),
    };
}
