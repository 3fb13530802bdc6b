using System.Text;
using System.Text.Json;
using TnsTriage.Text;

namespace TnsTriage.Assessments;

/// <summary>
/// Turns schema-valid JSON into an <see cref="Assessment"/>. A prompt's schema may be wider than the taxonomy, so every value is read as if it could be wrong.
/// </summary>
internal sealed class AssessmentReader(PreparedTicket ticket)
{
    private readonly List<ContractViolation> _violations = [];

    public IReadOnlyList<ContractViolation> Violations => _violations;

    /// <summary>The assessment, or null when there are violations.</summary>
    public Assessment? Read(JsonElement root)
    {
        var categories = ReadCategories(root);
        var evidence = ReadEvidence(root);
        var injection = ReadInjection(root);
        var needsHuman = ReadNeedsHuman(root);
        var status = Optional<EventStatus>(root, "event_status");
        var wantsPerson = EscalationPolicy.WantsPerson(needsHuman, injection);
        var (severity, verdict) = EscalationPolicy.Decide(categories, [.. evidence.Select(item => item.Use)], status, wantsPerson);
        var assessment = new Assessment
        {
            Verdict = verdict,
            Severity = severity,
            ModelVerdict = Required<Verdict>(root, "verdict", "/verdict"),
            ModelSeverity = Required<Severity>(root, "severity", "/severity"),
            Categories = categories,
            Evidence = evidence,
            Rationale = Text(root, "rationale", "/rationale") ?? "",
            PromptInjection = injection,
            NeedsHuman = needsHuman,
            Languages = OptionalTexts(root, "language"),
            BenignReading = OptionalText(root, "benign_reading"),
            SenderRole = Optional<SenderRole>(root, "sender_role"),
            SubjectOfHarm = Optional<SubjectOfHarm>(root, "subject_of_harm"),
            EventStatus = status,
            Confidence = Optional<Confidence>(root, "confidence"),
            HandoffNote = OptionalText(root, "handoff_note"),
        };
        if (_violations.Count == 0)
        {
            CheckConsistency(assessment);
        }

        return _violations.Count == 0 ? assessment : null;
    }

    private void CheckConsistency(Assessment assessment)
    {
        var modelAlarms = assessment.ModelVerdict >= Verdict.Escalate || assessment.ModelSeverity >= Severity.Medium;
        if (modelAlarms && assessment.Categories.All(finding => finding.Severity == Severity.None))
        {
            Add("/categories", "consistency", "a verdict of escalate or a severity of medium, and above, needs a category rated above none");
        }

        if ((modelAlarms || assessment.IsAlarm) && assessment.Evidence.Count == 0)
        {
            Add("/evidence", "evidence", "an alarm needs at least one verbatim quote from the ticket");
        }
    }

    private List<CategoryFinding> ReadCategories(JsonElement root)
    {
        var findings = new List<CategoryFinding>();
        foreach (var (item, pointer) in Items(root, "categories"))
        {
            var id = Name<HarmCategory>(item, "id", $"{pointer}/id");
            var severity = Name<Severity>(item, "severity", $"{pointer}/severity");
            if (id is not { } known)
            {
                continue;
            }

            if (findings.Exists(finding => finding.Id == known))
            {
                Add($"{pointer}/id", "consistency", $"category {WireName<HarmCategory>.Of(known)} is listed twice");
            }

            findings.Add(new CategoryFinding(known, severity ?? default));
        }

        return findings;
    }

    private List<Evidence> ReadEvidence(JsonElement root)
    {
        var evidence = new List<Evidence>();
        foreach (var (item, pointer) in Items(root, "evidence"))
        {
            var quote = Text(item, "quote", $"{pointer}/quote");
            evidence.Add(new Evidence
            {
                Quote = quote ?? "",
                Use = Required<EvidenceUse>(item, "use", $"{pointer}/use"),
                Speaker = Required<Speaker>(item, "speaker", $"{pointer}/speaker"),
                Category = Optional<HarmCategory>(item, "category", pointer),
                Location = quote is null ? default : Locate(quote, $"{pointer}/quote"),
            });
        }

        return evidence;
    }

    private PromptInjection ReadInjection(JsonElement root)
    {
        if (!TryGet(root, "prompt_injection", JsonValueKind.Object, "/prompt_injection", out var item))
        {
            return new PromptInjection(Present: false, Quote: null, InjectionAim.None);
        }

        var quote = OptionalText(item, "quote");
        if (!string.IsNullOrWhiteSpace(quote))
        {
            Locate(quote, "/prompt_injection/quote");
        }

        return new PromptInjection(
            Flag(item, "present", "/prompt_injection/present"),
            quote,
            Required<InjectionAim>(item, "aim", "/prompt_injection/aim"));
    }

    private NeedsHuman ReadNeedsHuman(JsonElement root) =>
        TryGet(root, "needs_human", JsonValueKind.Object, "/needs_human", out var item)
            ? new NeedsHuman(Flag(item, "needed", "/needs_human/needed"), Optional<NeedsHumanReason>(item, "reason", "/needs_human"))
            : new NeedsHuman(Needed: false, Reason: null);

    private EvidenceLocation Locate(string quote, string pointer)
    {
        var length = quote.EnumerateRunes().Count();
        if (length > AssessmentContract.MaxQuoteLength)
        {
            Add(pointer, "evidence", $"the quote has {length} characters; quote at most {AssessmentContract.MaxQuoteLength}");
            return default;
        }

        if (string.IsNullOrWhiteSpace(quote) || ticket.Locate(quote) is not { Length: > 0 } location)
        {
            Add(pointer, "evidence", "the quote is not in the ticket; copy it word for word from subject, message or earlier messages, or leave it out");
            return default;
        }

        return location;
    }

    /// <summary>The value; after a violation the first member, of which nothing is made.</summary>
    private TEnum Required<TEnum>(JsonElement parent, string name, string pointer) where TEnum : struct, Enum =>
        Name<TEnum>(parent, name, pointer) ?? default;

    private TEnum? Optional<TEnum>(JsonElement parent, string name, string parentPointer = "") where TEnum : struct, Enum =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var element) && element.ValueKind != JsonValueKind.Null
            ? Name<TEnum>(parent, name, $"{parentPointer}/{name}")
            : null;

    /// <summary>The value, or null after a violation.</summary>
    private TEnum? Name<TEnum>(JsonElement parent, string name, string pointer) where TEnum : struct, Enum
    {
        if (Text(parent, name, pointer) is not { } text)
        {
            return null;
        }

        if (WireName<TEnum>.TryParse(text, out var value))
        {
            return value;
        }

        Add(pointer, "taxonomy", $"must be one of {string.Join(", ", WireName<TEnum>.All)}");
        return null;
    }

    /// <summary>The value, or null after a violation.</summary>
    private string? Text(JsonElement parent, string name, string pointer) =>
        TryGet(parent, name, JsonValueKind.String, pointer, out var element) ? element.GetString() : null;

    private bool Flag(JsonElement parent, string name, string pointer)
    {
        if (parent.TryGetProperty(name, out var element) && element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return element.ValueKind == JsonValueKind.True;
        }

        Add(pointer, "taxonomy", "must be true or false");
        return false;
    }

    private IEnumerable<(JsonElement Item, string Pointer)> Items(JsonElement parent, string name)
    {
        if (!TryGet(parent, name, JsonValueKind.Array, $"/{name}", out var array))
        {
            yield break;
        }

        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            yield return (item, $"/{name}/{index++}");
        }
    }

    private bool TryGet(JsonElement parent, string name, JsonValueKind kind, string pointer, out JsonElement element)
    {
        element = default;
        if (parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out element) && element.ValueKind == kind)
        {
            return true;
        }

        Add(pointer, "taxonomy", $"must be there as a JSON {kind.ToString().ToLowerInvariant()}");
        return false;
    }

    private static string? OptionalText(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var element) && element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    private static string[]? OptionalTexts(JsonElement parent, string name) =>
        parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var element) ? null : element.ValueKind switch
        {
            JsonValueKind.String => [element.GetString()!],
            JsonValueKind.Array => [.. element.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
            _ => null,
        };

    private void Add(string pointer, string rule, string message) => _violations.Add(new ContractViolation(pointer, rule, message));
}
