using static TnsTriage.Assessments.EventStatus;
using static TnsTriage.Assessments.HarmCategory;
using static TnsTriage.Assessments.Severity;

namespace TnsTriage.Assessments;

/// <summary>
/// From what a model found to what should happen. The model rates; code decides, so that a hijacked answer can shift one rating but never
/// choose the action. <see cref="Rules"/> and <see cref="UrgentCategories"/> are the whole policy, to be read by a Trust and Safety lead.
/// </summary>
public static class EscalationPolicy
{
    /// <summary>Changes whenever a rule does; runs record it.</summary>
    public const int Version = 1;

    /// <summary>From this severity on somebody is alarmed; below it a reviewer may look later.</summary>
    internal const Severity AlarmFrom = Medium;

    /// <summary>Categories in which high severity pages at once instead of waiting for the business day.</summary>
    public static IReadOnlyList<HarmCategory> UrgentCategories { get; } = [ChildSafety, SelfHarm, ViolentThreat];

    /// <summary>Floors and ceilings. All floors are applied first, then all ceilings, so a ceiling wins.</summary>
    public static IReadOnlyList<SeverityRule> Rules { get; } =
    [
        // A floor binds only from the rating in `From` upward: what the model rated lower, it did not find credible.
        new("Any credible allegation about a child")
            { Categories = [ChildSafety], From = Medium, Floor = High },
        new("Someone is at risk of self-harm now")
            { Categories = [SelfHarm], Statuses = [Ongoing, Threatened, Imminent], From = Medium, Floor = High },
        new("Self-harm with a plan, means or a time")
            { Categories = [SelfHarm], Statuses = [Imminent], From = Medium, Floor = Critical },
        new("A threat with a date, or with means at hand")
            { Categories = [ViolentThreat], Statuses = [Imminent], From = Medium, Floor = Critical },
        new("Card testing or a takeover that goes on")
            { Categories = [PaymentFraud, AccountTakeover], Statuses = [Ongoing], From = Medium, Floor = High },
        new("A formal legal demand whose clock runs")
            { Categories = [LegalProcess], Statuses = [PastUnresolved, Ongoing, Imminent], From = Low, Floor = Medium },
        new("An officer's emergency request")
            { Categories = [LegalProcess], Statuses = [Imminent], From = Medium, Floor = Critical },
        new("Wholly in the past and dealt with")
            { Statuses = [PastResolved], From = Medium, Ceiling = Low },
        new("Every quote is a figure of speech")
            { OnlyFigurative = true, From = Low, Ceiling = Severity.None },
    ];

    /// <summary>Whether a person must look though nothing alarms: the model asks for one, or the ticket tries to silence it or to obtain something.</summary>
    internal static bool WantsPerson(NeedsHuman needsHuman, PromptInjection injection) =>
        needsHuman.Needed || injection is { Present: true, Aim: InjectionAim.Suppress or InjectionAim.Act };

    /// <summary>Decides again what was assessed before, as it would be decided today.</summary>
    /// <param name="assessment">What the model found; the verdict and severity in it are not looked at.</param>
    /// <param name="alarmFrom">Above <see cref="Severity.None"/>; anything but <see cref="AlarmFrom"/> asks what another policy would have done.</param>
    /// <exception cref="ArgumentOutOfRangeException">An alarm from <see cref="Severity.None"/> on would be one for every ticket.</exception>
    internal static (Severity Severity, Verdict Verdict) Decide(Assessment assessment, Severity alarmFrom = AlarmFrom) => Decide(
        assessment.Categories,
        [.. assessment.Evidence.Select(item => item.Use)],
        assessment.EventStatus,
        WantsPerson(assessment.NeedsHuman, assessment.PromptInjection),
        alarmFrom);

    /// <summary>Applies the rules and derives the verdict.</summary>
    /// <param name="categories">What the model found; may be empty.</param>
    /// <param name="evidenceUses">How each verified quote is used; may be empty.</param>
    /// <param name="status">Where the event stands in time; null when unknown, and then no rule that asks for a status applies.</param>
    /// <param name="wantsPerson">Whether a person must look though nothing alarms: <see cref="Verdict.None"/> becomes <see cref="Verdict.Review"/>.</param>
    public static (Severity Severity, Verdict Verdict) Decide(
        IReadOnlyList<CategoryFinding> categories, IReadOnlyList<EvidenceUse> evidenceUses, EventStatus? status, bool wantsPerson) =>
        Decide(categories, evidenceUses, status, wantsPerson, AlarmFrom);

    private static (Severity Severity, Verdict Verdict) Decide(
        IReadOnlyList<CategoryFinding> categories, IReadOnlyList<EvidenceUse> evidenceUses, EventStatus? status, bool wantsPerson, Severity alarmFrom)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(alarmFrom, Severity.None);
        var onlyFigurative = evidenceUses.Count > 0 && evidenceUses.All(use => use == EvidenceUse.Figurative);
        var worst = Severity.None;
        var isUrgent = false;
        foreach (var finding in categories)
        {
            var severity = Adjust(finding, status, onlyFigurative);
            isUrgent |= severity == Critical || (severity == High && UrgentCategories.Contains(finding.Id));
            worst = severity > worst ? severity : worst;
        }

        var verdict = worst switch
        {
            Severity.None => wantsPerson ? Verdict.Review : Verdict.None,
            _ when worst < alarmFrom => Verdict.Review,
            _ => isUrgent ? Verdict.EscalateUrgent : Verdict.Escalate,
        };
        return (worst, verdict);
    }

    private static Severity Adjust(CategoryFinding finding, EventStatus? status, bool onlyFigurative)
    {
        var severity = finding.Severity;
        foreach (var rule in Rules)
        {
            if (rule.Floor is { } floor && floor > severity && rule.Applies(finding, status, onlyFigurative))
            {
                severity = floor;
            }
        }

        foreach (var rule in Rules)
        {
            if (rule.Ceiling is { } ceiling && ceiling < severity && rule.Applies(finding, status, onlyFigurative))
            {
                severity = ceiling;
            }
        }

        return severity;
    }
}

/// <summary>One line of the policy: when it applies, and the severity it raises or lowers to. An empty list means "any".</summary>
/// <param name="Why">The case it is made for, in words.</param>
public sealed record SeverityRule(string Why)
{
    /// <summary>The categories it is for.</summary>
    public IReadOnlyList<HarmCategory> Categories { get; init; } = [];

    /// <summary>The event statuses it is for.</summary>
    public IReadOnlyList<EventStatus> Statuses { get; init; } = [];

    /// <summary>Whether it is for tickets whose every quote is figurative.</summary>
    public bool OnlyFigurative { get; init; }

    /// <summary>The model's rating from which on it applies.</summary>
    public required Severity From { get; init; }

    /// <summary>Raises a lower severity to this.</summary>
    public Severity? Floor { get; init; }

    /// <summary>Lowers a higher severity to this.</summary>
    public Severity? Ceiling { get; init; }

    internal bool Applies(CategoryFinding finding, EventStatus? status, bool onlyFigurative) =>
        finding.Severity >= From
        && (Categories.Count == 0 || Categories.Contains(finding.Id))
        && (Statuses.Count == 0 || (status is { } known && Statuses.Contains(known)))
        && (!OnlyFigurative || onlyFigurative);
}
