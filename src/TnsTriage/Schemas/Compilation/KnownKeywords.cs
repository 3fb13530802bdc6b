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

        return $"\"{shown}\" is not a keyword of the supported subset; {(NearestName.Of(keyword, All) is { } nearest ? $"\"{nearest}\" may be meant" : "remove it")}";
    }
}
