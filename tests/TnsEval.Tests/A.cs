using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Tests;

/// <summary>Cases and records that are right in everything a test is not about.</summary>
internal static class A
{
    public static CaseBuilder Benign(string id = "t-1") => new(id, new Label(LabelKind.Benign, Severity.None, []), ["ordinary"]);

    public static CaseBuilder Escalate(string id = "t-1") => new(id, new Label(LabelKind.Escalate, Severity.High, [HarmCategory.SelfHarm]), []);

    public static ContractViolation Violation(string rule) => new("/evidence/0/quote", rule, "what is expected");
}

internal sealed record CaseBuilder(string Id, Label Label, IReadOnlyList<string> Tags)
{
    private string Language { get; init; } = "en";

    private string? Pair { get; init; }

    public CaseBuilder Rated(Severity severity, params HarmCategory[] categories) =>
        this with { Label = Label with { Severity = severity, Categories = categories } };

    public CaseBuilder Tagged(params string[] tags) => this with { Tags = tags };

    public CaseBuilder In(string language) => this with { Language = language };

    public CaseBuilder PairedWith(string id) => this with { Pair = id };

    public EvalCase Case() => new()
    {
        Id = new CaseId(Id),
        Ticket = new Ticket { Subject = "a subject", Body = "a body", Language = Language },
        Label = Label,
        StressTags = Tags,
        Pair = TwinId,
        Why = "the deciding fact; L2",
    };

    /// <param name="verdict">What the escalation policy derived.</param>
    /// <param name="modelVerdict">What the model wrote; the same when null.</param>
    public CaseRecord Assessed(Verdict verdict, Verdict? modelVerdict = null) => Record(OutcomeKind.Assessed) with
    {
        Reason = null,
        Assessment = new Assessment
        {
            Verdict = verdict,
            Severity = verdict >= Verdict.Escalate ? Severity.High : Severity.None,
            ModelVerdict = modelVerdict ?? verdict,
            ModelSeverity = Severity.None,
            Categories = [],
            Evidence = [],
            Rationale = "because",
            PromptInjection = new PromptInjection(Present: false, Quote: null, InjectionAim.None),
            NeedsHuman = new NeedsHuman(Needed: false, Reason: null),
        },
    };

    public CaseRecord Malformed(params ContractViolation[] violations) => Record(OutcomeKind.Malformed) with { FirstViolations = violations };

    public CaseRecord Refused() => Record(OutcomeKind.Refused);

    public CaseRecord Truncated() => Record(OutcomeKind.Truncated);

    public CaseRecord TimedOut() => Record(OutcomeKind.TimedOut);

    public CaseRecord Failed() => Record(OutcomeKind.Failed);

    public CaseRecord Record(OutcomeKind outcome) => new()
    {
        Id = new CaseId(Id),
        Label = Label,
        Language = Language,
        StressTags = Tags,
        Pair = TwinId,
        Outcome = outcome,
        Reason = "a reason",
        Attempts = 1,
        LatencyMs = 100,
    };

    private CaseId? TwinId => Pair is null ? null : new CaseId(Pair);
}
