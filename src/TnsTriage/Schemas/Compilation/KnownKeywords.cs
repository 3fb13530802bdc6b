using System.Collections.Frozen;
using TnsTriage.Schemas.Keywords;

namespace TnsTriage.Schemas.Compilation;

/// <summary>The named subset: which keywords a schema may have, and what to say about others.</summary>
internal static class KnownKeywords
{
    private static readonly string[] Assertions =
    [
        "$ref", "type", "enum", "const",
        "properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties", "maxProperties",
        "dependentRequired", "dependentSchemas",
        "items", "prefixItems", "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems",
        "minLength", "maxLength", "pattern",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
        "anyOf", "oneOf", "allOf", "not", "if", "then", "else",
    ];

    private static readonly string[] Annotations =
    [
        "$schema", "$id", "$anchor", "$defs", "$comment",
        "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly",
        "format", "contentEncoding", "contentMediaType", "contentSchema",
    ];

    private static readonly FrozenDictionary<string, string> Advice = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["$dynamicAnchor"] = "use \"$anchor\"",
        ["$dynamicRef"] = "use \"$ref\"",
        ["$recursiveAnchor"] = "use \"$anchor\"",
        ["$recursiveRef"] = "use \"$ref\"",
        ["$vocabulary"] = "leave it out: the vocabulary is fixed",
        ["additionalItems"] = "use \"items\" beside \"prefixItems\"",
        ["definitions"] = "use \"$defs\"",
        ["dependencies"] = "use \"dependentRequired\" or \"dependentSchemas\"",
        ["discriminator"] = "use \"oneOf\" with a \"const\" in each alternative",
        ["example"] = "use \"examples\", an array",
        ["id"] = "use \"$id\"",
        ["nullable"] = "add \"null\" to \"type\"",
        ["unevaluatedItems"] = "use \"items\": false beside \"prefixItems\"",
        ["unevaluatedProperties"] = "use \"additionalProperties\" and list every property in one place",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static FrozenSet<string> All { get; } = Assertions.Concat(Annotations).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What to tell about a keyword outside the subset.</summary>
    public static string Refusal(string keyword)
    {
        var shown = TextOf.Shortened(keyword, 64);
        if (Advice.TryGetValue(keyword, out var advice))
        {
            return $"\"{shown}\" is not supported; {advice}";
        }

        var nearest = keyword.Length > 32
            ? null
            : All.Where(known => IsNear(keyword, known)).MinBy(known => (EditDistance(keyword, known), known));
        return $"\"{shown}\" is not a keyword of the supported subset; {(nearest is null ? "remove it" : $"did you mean \"{nearest}\"?")}";
    }

    private static bool IsNear(string written, string known) =>
        written.Equals(known, StringComparison.OrdinalIgnoreCase) || EditDistance(written, known) <= (known.Length < 4 ? 1 : 2);

    private static int EditDistance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var substitution = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j - 1], row[j]) + 1);
            }
        }

        return row[^1];
    }
}
