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
        var modelVerdict = Required<Verdict>(root, "verdict", "/verdict");
        var modelSeverity = Required<Severity>(root, "severity", "/severity");
        var status = Optional<EventStatus>(root, "event_status");
        var rationale = Text(root, "rationale", "/rationale");

        var wantsPerson = needsHuman.Needed || injection is { Present: true, Aim: InjectionAim.Suppress or InjectionAim.Act };
        var (severity, verdict) = EscalationPolicy.Decide(categories, [.. evidence.Select(item => item.Use)], status, wantsPerson);

        if (_violations.Count == 0)
        {
            CheckConsistency(verdict, modelVerdict, categories, evidence);
        }

        return _violations.Count > 0 ? null : new Assessment
        {
            Verdict = verdict,
            Severity = severity,
            ModelVerdict = modelVerdict,
            ModelSeverity = modelSeverity,
            Categories = categories,
            Evidence = evidence,
            Rationale = rationale,
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
    }

    private void CheckConsistency(
        Verdict verdict, Verdict modelVerdict, IReadOnlyList<CategoryFinding> categories, IReadOnlyList<Evidence> evidence)
    {
        if (modelVerdict >= Verdict.Escalate && categories.Count == 0)
        {
            Add("/categories", "consistency", $"verdict {WireName<Verdict>.Of(modelVerdict)} needs at least one category with its severity");
        }

        if ((verdict >= Verdict.Escalate || modelVerdict >= Verdict.Escalate) && evidence.Count == 0)
        {
            Add("/evidence", "evidence", "an alarm needs at least one verbatim quote from the ticket");
        }
    }

    private List<CategoryFinding> ReadCategories(JsonElement root)
    {
        var findings = new List<CategoryFinding>();
        foreach (var (item, pointer) in Items(root, "categories"))
        {
            var id = Required<HarmCategory>(item, "id", $"{pointer}/id");
            var severity = Required<Severity>(item, "severity", $"{pointer}/severity");
            if (findings.Exists(finding => finding.Id == id))
            {
                Add($"{pointer}/id", "consistency", $"category {WireName<HarmCategory>.Of(id)} is listed twice");
            }

            findings.Add(new CategoryFinding(id, severity));
        }

        return findings;
    }

    private List<Evidence> ReadEvidence(JsonElement root)
    {
        var evidence = new List<Evidence>();
        foreach (var (item, pointer) in Items(root, "evidence"))
        {
            var quote = Text(item, "quote", $"{pointer}/quote");
            var location = Locate(quote, $"{pointer}/quote");
            evidence.Add(new Evidence
            {
                Quote = quote,
                Use = Required<EvidenceUse>(item, "use", $"{pointer}/use"),
                Speaker = Required<Speaker>(item, "speaker", $"{pointer}/speaker"),
                Category = Optional<HarmCategory>(item, "category", pointer),
                Location = location ?? default,
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

    private EvidenceLocation? Locate(string quote, string pointer)
    {
        var length = quote.EnumerateRunes().Count();
        if (length > AssessmentContract.MaxQuoteLength)
        {
            Add(pointer, "evidence", $"the quote has {length} characters; quote at most {AssessmentContract.MaxQuoteLength}");
            return null;
        }

        var location = ticket.Locate(quote);
        if (location is null)
        {
            Add(pointer, "evidence", "the quote is not in the ticket; copy it word for word from subject, message or earlier messages, or leave it out");
        }

        return location;
    }

    private TEnum Required<TEnum>(JsonElement parent, string name, string pointer) where TEnum : struct, Enum
    {
        if (!TryGet(parent, name, JsonValueKind.String, pointer, out var element))
        {
            return default;
        }

        if (!WireName<TEnum>.TryParse(element.GetString(), out var value))
        {
            Add(pointer, "taxonomy", $"must be one of {string.Join(", ", WireName<TEnum>.All)}");
        }

        return value;
    }

    private TEnum? Optional<TEnum>(JsonElement parent, string name, string parentPointer = "") where TEnum : struct, Enum =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var element) && element.ValueKind != JsonValueKind.Null
            ? Required<TEnum>(parent, name, $"{parentPointer}/{name}")
            : null;

    private string Text(JsonElement parent, string name, string pointer) =>
        TryGet(parent, name, JsonValueKind.String, pointer, out var element) ? element.GetString()! : "";

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

        Add(pointer, "taxonomy", $"must be there as {(kind == JsonValueKind.Array ? "an" : "a")} JSON {kind.ToString().ToLowerInvariant()}");
        return false;
    }

    private static string? OptionalText(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var element) && element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    private static string[]? OptionalTexts(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out var element) ? null : element.ValueKind switch
        {
            JsonValueKind.String => [element.GetString()!],
            JsonValueKind.Array => [.. element.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
            _ => null,
        };

    private void Add(string pointer, string rule, string message) => _violations.Add(new ContractViolation(pointer, rule, message));
}
