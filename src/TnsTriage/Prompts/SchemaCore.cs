using System.Text.Json;
using TnsTriage.Assessments;

namespace TnsTriage.Prompts;

/// <summary>The fields every prompt's schema must have, whatever else it asks for: without one of them there is no <see cref="Assessment"/>.</summary>
internal static class SchemaCore
{
    public static IEnumerable<PromptProblem> Check(JsonElement schema) =>
    [
        .. Field(schema, "categories", "array"),
        .. Field(schema, "categories/items/id", "string", WireName<HarmCategory>.All),
        .. Field(schema, "categories/items/severity", "string", WireName<Severity>.All),
        .. Field(schema, "verdict", "string", WireName<Verdict>.All),
        .. Field(schema, "severity", "string", WireName<Severity>.All),
        .. Field(schema, "evidence", "array"),
        .. Field(schema, "evidence/items/quote", "string"),
        .. Field(schema, "evidence/items/use", "string", WireName<EvidenceUse>.All),
        .. Field(schema, "evidence/items/speaker", "string", WireName<Speaker>.All),
        .. Field(schema, "rationale", "string"),
        .. Field(schema, "prompt_injection", "object"),
        .. Field(schema, "prompt_injection/present", "boolean"),
        .. Field(schema, "prompt_injection/aim", "string", WireName<InjectionAim>.All),
        .. Field(schema, "needs_human", "object"),
        .. Field(schema, "needs_human/needed", "boolean"),
    ];

    /// <summary>Checks one core field.</summary>
    /// <param name="schema">The whole schema.</param>
    /// <param name="path">Property names; <c>items</c> goes from an array to its elements.</param>
    /// <param name="type">The field's JSON type.</param>
    /// <param name="names">The names an enum may hold, or null where any value will do.</param>
    private static IEnumerable<PromptProblem> Field(JsonElement schema, string path, string type, IReadOnlyList<string>? names = null)
    {
        var segments = path.Split('/');
        var parent = schema;
        foreach (var segment in segments[..^1])
        {
            if (!(segment == "items" ? TryGet(parent, "items", out parent) : TryGetProperty(parent, segment, out parent)))
            {
                yield break;   // the missing parent has its own line
            }
        }

        var name = segments[^1];
        if (!TryGetProperty(parent, name, out var field))
        {
            yield return Problem(path, "is missing", $"Add it as type {type}: every prompt's schema needs the core fields");
            yield break;
        }

        if (!TryGet(parent, "required", out var required) || required.ValueKind != JsonValueKind.Array
            || !required.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(name)))
        {
            yield return Problem(path, "is not required", $"List \"{name}\" under required");
        }

        if (!TryGet(field, "type", out var actual) || actual.ValueKind != JsonValueKind.String || !actual.ValueEquals(type))
        {
            yield return Problem(path, $"is not of type {type}", $"Set \"type\": \"{type}\"");
        }

        if (names is not null)
        {
            var values = TryGet(field, "enum", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText()).ToArray()
                : [];
            var unknown = values.Except(names, StringComparer.Ordinal).ToArray();
            if (values.Length == 0 || unknown.Length > 0)
            {
                yield return Problem(
                    path,
                    values.Length == 0 ? "has no enum" : $"has unknown values {string.Join(", ", unknown)}",
                    $"Use an enum of {string.Join(", ", names)}");
            }
        }
    }

    private static PromptProblem Problem(string path, string what, string fix) => new("jsonSchema", 0, $"core field {path} {what}", fix);

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
