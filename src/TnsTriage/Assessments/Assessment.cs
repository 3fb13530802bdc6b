using System.Text.Json.Serialization;

namespace TnsTriage.Assessments;

/// <summary>
/// A model's answer after the assessment contract accepted it. <see cref="Verdict"/> and <see cref="Severity"/> are derived in code by
/// the escalation policy; what the model itself said is kept beside them.
/// </summary>
public sealed record Assessment
{
    /// <summary>The decision, derived from categories, severities and event status.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The highest severity after the policy's floors and ceilings.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The verdict the model wrote.</summary>
    public required Verdict ModelVerdict { get; init; }

    /// <summary>The severity the model wrote.</summary>
    public required Severity ModelSeverity { get; init; }

    /// <summary>What was found, as the model rated it; the first entry is the primary one. Empty when nothing was.</summary>
    public required IReadOnlyList<CategoryFinding> Categories { get; init; }

    /// <summary>Quotes, each found verbatim in the ticket.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>Why, in the model's words. May repeat ticket text: never log it.</summary>
    public required string Rationale { get; init; }

    /// <summary>Whether the ticket tries to instruct the model, and to what end.</summary>
    public required PromptInjection PromptInjection { get; init; }

    /// <summary>Whether the model asks for a person, and why.</summary>
    public required NeedsHuman NeedsHuman { get; init; }

    /// <summary>BCP-47 tags of the languages in the ticket, or null when the prompt does not ask.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>The most innocent reading the text allows, or null when the prompt does not ask.</summary>
    public string? BenignReading { get; init; }

    /// <summary>Who is writing, or null when the prompt does not ask.</summary>
    public SenderRole? SenderRole { get; init; }

    /// <summary>Who is or would be harmed, or null when the prompt does not ask.</summary>
    public SubjectOfHarm? SubjectOfHarm { get; init; }

    /// <summary>Where the event stands in time, or null when the prompt does not ask; floors and ceilings by status then do not apply.</summary>
    public EventStatus? EventStatus { get; init; }

    /// <summary>The model's own confidence, or null when the prompt does not ask. For calibration plots only.</summary>
    public Confidence? Confidence { get; init; }

    /// <summary>A line for whoever takes over, or null when the prompt does not ask.</summary>
    public string? HandoffNote { get; init; }

    /// <summary>Whether somebody is alarmed: escalate or escalate_urgent.</summary>
    [JsonIgnore]
    public bool IsAlarm => Verdict >= Verdict.Escalate;

    /// <summary>Whether the model's verdict differs from the derived one.</summary>
    [JsonIgnore]
    public bool DisagreesWithPolicy => ModelVerdict != Verdict;
}

/// <summary>One category and how bad the model rates it.</summary>
/// <param name="Id">The category.</param>
/// <param name="Severity">The model's rating, before floors and ceilings.</param>
public sealed record CategoryFinding(HarmCategory Id, Severity Severity);

/// <summary>A quote from the ticket and what it is evidence of.</summary>
public sealed record Evidence
{
    /// <summary>The quote as the model gave it.</summary>
    public required string Quote { get; init; }

    /// <summary>How the words are used.</summary>
    public required EvidenceUse Use { get; init; }

    /// <summary>Whose words they are.</summary>
    public required Speaker Speaker { get; init; }

    /// <summary>The category it supports, or null.</summary>
    public HarmCategory? Category { get; init; }

    /// <summary>Where the quote stands in the raw ticket.</summary>
    public required EvidenceLocation Location { get; init; }
}

/// <summary>A range of UTF-16 code units in one raw part of a ticket.</summary>
/// <param name="Part">Which part.</param>
/// <param name="ThreadIndex">Index into <see cref="Ticket.Thread"/> when <paramref name="Part"/> is <see cref="TicketPart.Thread"/>, else 0.</param>
/// <param name="Start">First code unit.</param>
/// <param name="Length">Number of code units; at least 1.</param>
public readonly record struct EvidenceLocation(TicketPart Part, int ThreadIndex, int Start, int Length);

/// <summary>A part of a ticket.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TicketPart>))]
public enum TicketPart
{
    /// <summary><see cref="Ticket.Subject"/>.</summary>
    [JsonStringEnumMemberName("subject")] Subject,

    /// <summary><see cref="Ticket.Body"/>.</summary>
    [JsonStringEnumMemberName("body")] Body,

    /// <summary>One message of <see cref="Ticket.Thread"/>.</summary>
    [JsonStringEnumMemberName("thread")] Thread,
}

/// <summary>How quoted words are used: the distinction most false alarms miss.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EvidenceUse>))]
public enum EvidenceUse
{
    /// <summary>The words are the act: a threat, a confession, a demand.</summary>
    [JsonStringEnumMemberName("direct_use")] DirectUse,

    /// <summary>The words report that something happened or will happen.</summary>
    [JsonStringEnumMemberName("report")] Report,

    /// <summary>A topic, feature, title, class or policy is named.</summary>
    [JsonStringEnumMemberName("mention")] Mention,

    /// <summary>An idiom, joke, lyric or scripture.</summary>
    [JsonStringEnumMemberName("figurative")] Figurative,
}

/// <summary>Whose words a quote holds.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Speaker>))]
public enum Speaker
{
    /// <summary>The person who wrote to support.</summary>
    [JsonStringEnumMemberName("sender")] Sender,

    /// <summary>Somebody the sender quotes or forwards.</summary>
    [JsonStringEnumMemberName("quoted_person")] QuotedPerson,

    /// <summary>The support desk.</summary>
    [JsonStringEnumMemberName("agent")] Agent,

    /// <summary>A machine: a bounce, a log, a notice.</summary>
    [JsonStringEnumMemberName("system")] System,
}

/// <summary>Text in the ticket that addresses the model.</summary>
/// <param name="Present">Whether there is any.</param>
/// <param name="Quote">The words, or null.</param>
/// <param name="Aim">What it is after.</param>
public sealed record PromptInjection(bool Present, string? Quote, InjectionAim Aim);

/// <summary>
/// What a prompt injection is after. The last two can make it a <see cref="HarmCategory.SecurityIncident"/>, which is for the model to rate as a
/// category; a person reviews the ticket in any case.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<InjectionAim>))]
public enum InjectionAim
{
    /// <summary>There is no injection, or it wants a tone or a place in the queue.</summary>
    [JsonStringEnumMemberName("none")] None,

    /// <summary>To see the prompt or the rules.</summary>
    [JsonStringEnumMemberName("reveal")] Reveal,

    /// <summary>To silence an alarm.</summary>
    [JsonStringEnumMemberName("suppress")] Suppress,

    /// <summary>To obtain access, secrets or money.</summary>
    [JsonStringEnumMemberName("act")] Act,
}

/// <summary>Abstention without an alarm: it turns <see cref="Verdict.None"/> into <see cref="Verdict.Review"/>.</summary>
/// <param name="Needed">Whether a person is asked for.</param>
/// <param name="Reason">Why; null when the model does not say.</param>
public sealed record NeedsHuman(bool Needed, NeedsHumanReason? Reason);

/// <summary>Why the model asks for a person.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NeedsHumanReason>))]
public enum NeedsHumanReason
{
    /// <summary>The language could not be read with confidence.</summary>
    [JsonStringEnumMemberName("unclear_language")] UnclearLanguage,

    /// <summary>What matters is in an attachment that was not seen.</summary>
    [JsonStringEnumMemberName("attachment_only")] AttachmentOnly,

    /// <summary>The ticket tries to steer the model.</summary>
    [JsonStringEnumMemberName("injection")] Injection,

    /// <summary>The text supports both readings.</summary>
    [JsonStringEnumMemberName("conflicting_evidence")] ConflictingEvidence,

    /// <summary>The ticket was cut.</summary>
    [JsonStringEnumMemberName("truncated")] Truncated,
}

/// <summary>Who is writing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SenderRole>))]
public enum SenderRole
{
    /// <summary>The person harmed.</summary>
    [JsonStringEnumMemberName("victim")] Victim,

    /// <summary>Somebody who saw it.</summary>
    [JsonStringEnumMemberName("witness")] Witness,

    /// <summary>Somebody who passes it on.</summary>
    [JsonStringEnumMemberName("reporter_on_behalf")] ReporterOnBehalf,

    /// <summary>The person doing it.</summary>
    [JsonStringEnumMemberName("actor")] Actor,

    /// <summary>An administrator asking how to set something up.</summary>
    [JsonStringEnumMemberName("admin_configuring")] AdminConfiguring,

    /// <summary>A machine.</summary>
    [JsonStringEnumMemberName("automated")] Automated,

    /// <summary>Cannot be told.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,
}

/// <summary>Who is or would be harmed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SubjectOfHarm>))]
public enum SubjectOfHarm
{
    /// <summary>A person under 18.</summary>
    [JsonStringEnumMemberName("minor")] Minor,

    /// <summary>An adult who is not the sender.</summary>
    [JsonStringEnumMemberName("adult")] Adult,

    /// <summary>The sender.</summary>
    [JsonStringEnumMemberName("sender")] Sender,

    /// <summary>A group of people.</summary>
    [JsonStringEnumMemberName("group")] Group,

    /// <summary>A church or another organisation.</summary>
    [JsonStringEnumMemberName("organisation")] Organisation,

    /// <summary>The support desk's own people.</summary>
    [JsonStringEnumMemberName("support_staff")] SupportStaff,

    /// <summary>Nobody.</summary>
    [JsonStringEnumMemberName("none")] None,
}

/// <summary>Where an event stands in time.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EventStatus>))]
public enum EventStatus
{
    /// <summary>There is no event.</summary>
    [JsonStringEnumMemberName("none")] None,

    /// <summary>Over and dealt with.</summary>
    [JsonStringEnumMemberName("past_resolved")] PastResolved,

    /// <summary>Over, not dealt with.</summary>
    [JsonStringEnumMemberName("past_unresolved")] PastUnresolved,

    /// <summary>Going on.</summary>
    [JsonStringEnumMemberName("ongoing")] Ongoing,

    /// <summary>About to happen.</summary>
    [JsonStringEnumMemberName("imminent")] Imminent,

    /// <summary>Announced, with no time set.</summary>
    [JsonStringEnumMemberName("threatened")] Threatened,
}

/// <summary>The model's own confidence.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Confidence>))]
public enum Confidence
{
    /// <summary>Low.</summary>
    [JsonStringEnumMemberName("low")] Low,

    /// <summary>Medium.</summary>
    [JsonStringEnumMemberName("medium")] Medium,

    /// <summary>High.</summary>
    [JsonStringEnumMemberName("high")] High,
}
