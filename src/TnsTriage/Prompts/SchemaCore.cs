using System.Text.Json;
using TnsTriage.Assessments;

namespace TnsTriage.Prompts;

/// <summary>
/// The fields every prompt's schema must have, whatever else it asks for: without one of them there is no <see cref="Assessment"/>. Other fields
/// of an assessment may be left out, but must use its names when they are there: else every answer would be rejected.
/// </summary>
internal static class SchemaCore
{
    public static IEnumerable<SchemaCoreProblem> Check(JsonElement schema) =>
    [
        .. Core(schema, "categories", "array"),
        .. Core(schema, "categories/items/id", "string", WireName<HarmCategory>.All),
        .. Core(schema, "categories/items/severity", "string", WireName<Severity>.All),
        .. Core(schema, "verdict", "string", WireName<Verdict>.All),
        .. Core(schema, "severity", "string", WireName<Severity>.All),
        .. Core(schema, "evidence", "array"),
        .. Core(schema, "evidence/items/quote", "string"),
        .. Core(schema, "evidence/items/use", "string", WireName<EvidenceUse>.All),
        .. Core(schema, "evidence/items/speaker", "string", WireName<Speaker>.All),
        .. Core(schema, "rationale", "string"),
        .. Core(schema, "prompt_injection", "object"),
        .. Core(schema, "prompt_injection/present", "boolean"),
        .. Core(schema, "prompt_injection/aim", "string", WireName<InjectionAim>.All),
        .. Core(schema, "needs_human", "object"),
        .. Core(schema, "needs_human/needed", "boolean"),
        .. Optional(schema, "evidence/items/category", WireName<HarmCategory>.All),
        .. Optional(schema, "needs_human/reason", WireName<NeedsHumanReason>.All),
        .. Optional(schema, "event_status", WireName<EventStatus>.All),
        .. Optional(schema, "sender_role", WireName<SenderRole>.All),
        .. Optional(schema, "subject_of_harm", WireName<SubjectOfHarm>.All),
        .. Optional(schema, "confidence", WireName<Confidence>.All),
    ];

    /// <summary>Checks one core field.</summary>
    /// <param name="schema">The whole schema.</param>
    /// <param name="path">Property names; <c>items</c> goes from an array to its elements.</param>
    /// <param name="type">The field's JSON type.</param>
    /// <param name="names">The names an enum may hold, or null where any value will do.</param>
    private static IEnumerable<SchemaCoreProblem> Core(JsonElement schema, string path, string type, IReadOnlyList<string>? names = null)
    {
        var (parent, name) = ParentOf(schema, path);
        if (parent is not { } holder)
        {
            yield break;   // the missing parent has its own line
        }

        if (!TryGetProperty(holder, name, out var field))
        {
            yield return Problem(path, "is missing", $"Add it as type {type}: every prompt's schema needs the core fields");
            yield break;
        }

        if (!TryGet(holder, "required", out var required) || required.ValueKind != JsonValueKind.Array
            || !required.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(name)))
        {
            yield return Problem(path, "is not required", $"List \"{name}\" under required");
        }

        if (!TryGet(field, "type", out var actual) || actual.ValueKind != JsonValueKind.String || !actual.ValueEquals(type))
        {
            yield return Problem(path, $"is not of type {type}", $"Set \"type\": \"{type}\"");
        }

        if (type == "array" && !TryGetItems(field, out _))
        {
            yield return Problem(path, "has no items", "Say what an item is: \"items\": {\"type\": \"object\", ...}");
        }

        if (names is not null && NamesFault(field, names, mayBeNull: false) is { } fault)
        {
            yield return Problem(path, fault, $"Use an enum of {string.Join(", ", names)}");
        }
    }

    private static IEnumerable<SchemaCoreProblem> Optional(JsonElement schema, string path, IReadOnlyList<string> names) =>
        ParentOf(schema, path) is ({ } parent, var name)
            && TryGetProperty(parent, name, out var field)
            && NamesFault(field, names, mayBeNull: true) is { } fault
            ? [new SchemaCoreProblem(PointerTo(path), $"field {path} {fault}", $"Use an enum of {string.Join(", ", names)} and null, or leave it out")]
            : [];

    private static string? NamesFault(JsonElement field, IReadOnlyList<string> names, bool mayBeNull)
    {
        if (!TryGet(field, "enum", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            return "has no enum";
        }

        var unknown = list.EnumerateArray()
            .Where(item => !(mayBeNull && item.ValueKind == JsonValueKind.Null))
            .Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())
            .Except(names, StringComparer.Ordinal)
            .ToArray();
        return unknown.Length == 0 ? null : $"has unknown values {string.Join(", ", unknown)}";
    }

    /// <summary>The object schema that holds a field, or null when it is not there; and the field's name.</summary>
    private static (JsonElement? Parent, string Name) ParentOf(JsonElement schema, string path)
    {
        var segments = path.Split('/');
        var parent = schema;
        foreach (var segment in segments[..^1])
        {
            if (!(segment == "items" ? TryGetItems(parent, out parent) : TryGetProperty(parent, segment, out parent)))
            {
                return (null, segments[^1]);
            }
        }

        return (parent, segments[^1]);
    }

    private static SchemaCoreProblem Problem(string path, string what, string fix) => new(PointerTo(path), $"core field {path} {what}", fix);

    private static string PointerTo(string path) =>
        string.Concat(path.Split('/').Select(segment => segment == "items" ? "/items" : $"/properties/{segment}"));

    private static bool TryGetItems(JsonElement schema, out JsonElement items) =>
        TryGet(schema, "items", out items) && items.ValueKind == JsonValueKind.Object;

    private static bool TryGetProperty(JsonElement schema, string name, out JsonElement property)
    {
        property = default;
        return TryGet(schema, "properties", out var properties) && TryGet(properties, name, out property);
    }

    private static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value);
    }
}

/// <summary>A core field that is missing or not as it must be.</summary>
/// <param name="Pointer">JSON pointer to the field in the schema, whether it is there or not.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Fix">What to do.</param>
internal sealed record SchemaCoreProblem(string Pointer, string What, string Fix);
