using TnsEval.EvalSets;
using TnsEval.Reports;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Reports;

/// <summary>Runs and reports that are right in everything a test is not about.</summary>
internal static class AReport
{
    public static RunManifest Manifest(string prompt = "v2", int cases = 0) => new()
    {
        FormatVersion = RunManifest.CurrentFormatVersion,
        Id = $"20261122T101501000Z-{prompt}",
        CreatedAt = new DateTimeOffset(2026, 11, 22, 10, 15, 1, TimeSpan.Zero),
        Prompt = new RunPrompt(prompt, $"hash-of-{prompt}", $"prompts/{prompt}.prompt.yml"),
        Model = new RunModel("offline/in-context", "1.0.0", "hash-of-provider"),
        Cases = new RunCases("set/dev", ["set"], "dev", [], null, cases, "hash-of-cases"),
        Options = new RunOptions(),
        PolicyVersion = EscalationPolicy.Version,
        Versions = new RunVersions("1.0", "1.0", "build", ".NET", "Linux"),
    };

    public static ReportedRun Run(IReadOnlyList<CaseRecord> records, string prompt = "v2") =>
        ReportedRun.Of(Manifest(prompt, records.Count), records, isComplete: true);

    /// <summary>A run of a little of everything: all outcomes, a pair, tags and languages.</summary>
    public static ReportedRun OfEverything(string prompt = "v2") => Run(
        [
            A.Escalate("t-1").PairedWith("t-2").Rated(Severity.Critical).Found((HarmCategory.SelfHarm, Severity.High)),
            A.Benign("t-2").PairedWith("t-1").Tagged("hn_pastoral", "calm_tone").Found(),
            A.Escalate("t-3").In("es-MX").Tagged("very_short").Found(),
            A.Benign("t-4").Tagged("hn_angry").Found((HarmCategory.ViolentThreat, Severity.Medium)),
            A.Benign("t-5").Found((HarmCategory.PrivacyBreach, Severity.Low)),
            A.Escalate("t-6").Malformed(A.Violation("evidence")),
            A.Benign("t-7").Refused(),
        ],
        prompt);

    /// <summary>What the escalation policy makes of categories; the report's words hold no word of the ticket's.</summary>
    public static CaseRecord Found(this CaseBuilder @case, params (HarmCategory Id, Severity Severity)[] categories) =>
        @case.Decided(needsHuman: false, categories);

    /// <inheritdoc cref="Found"/>
    public static CaseRecord Decided(this CaseBuilder @case, bool needsHuman, params (HarmCategory Id, Severity Severity)[] categories)
    {
        var record = @case.Assessed(Verdict.None);
        var undecided = record.Assessment! with
        {
            Categories = [.. categories.Select(category => new CategoryFinding(category.Id, category.Severity))],
            NeedsHuman = new NeedsHuman(needsHuman, null),
        };
        var (severity, verdict) = EscalationPolicy.Decide(undecided);
        return record with { Assessment = undecided with { Severity = severity, Verdict = verdict, ModelSeverity = severity, ModelVerdict = verdict } };
    }

    /// <summary>The record with words of the model's, and its case with words of the ticket's.</summary>
    public static (CaseRecord Record, EvalCase Case) Saying(this CaseBuilder builder, string text)
    {
        var record = builder.Found((HarmCategory.SelfHarm, Severity.High));
        var evidence = new Evidence { Quote = text, Use = EvidenceUse.Report, Speaker = Speaker.Sender, Location = new EvidenceLocation(TicketPart.Body, 0, 0, text.Length) };
        var @case = builder.Case();
        return (
            record with { Assessment = record.Assessment! with { Rationale = text, Evidence = [evidence] } },
            @case with { Why = text, Ticket = @case.Ticket with { Subject = text, Body = text, Thread = [new ThreadMessage(ThreadAuthor.Agent, text)] } });
    }

    /// <summary>A report that shows text, of cases that all say the same.</summary>
    public static RunReport Saying(string text, bool includeText = true)
    {
        var (record, @case) = A.Escalate().Saying(text);
        return RunReport.Of(Run([record]), tickets: includeText ? new Dictionary<CaseId, EvalCase> { [@case.Id] = @case } : null);
    }
}
