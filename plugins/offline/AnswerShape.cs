using System.Text.Json;

namespace TnsEval.Plugins.Offline;

/// <summary>The kinds of JSON value that a schema can ask for.</summary>
internal enum AnswerKind
{
    /// <summary>Null is all that is allowed, or nothing is known about what is.</summary>
    Null,

    /// <summary>An object.</summary>
    Object,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A string.</summary>
    Text,

    /// <summary>A number, whole or not.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,
}

/// <summary>
/// The part of a JSON schema that tells what to write: types, properties in order, items, allowed values. Read-only once made. What it does
/// not know (patterns, ranges, conditions) it does not see; whoever asked validates the answer.
/// </summary>
internal sealed class AnswerShape
{
    /// <summary>A schema that refers to itself is followed this far; assessments are three levels deep.</summary>
    private const int MaxDepth = 12;

    private static readonly AnswerShape Unknown = new() { AllowsNull = true };

    private AnswerShape()
    {
    }

    /// <summary>What to write.</summary>
    public AnswerKind Kind { get; private init; }

    /// <summary>Whether null may stand in its place.</summary>
    public bool AllowsNull { get; private init; }

    /// <summary>The properties of an object, in the order of the schema.</summary>
    public IReadOnlyList<(string Name, AnswerShape Shape)> Properties { get; private init; } = [];

    /// <summary>What the elements of an array are.</summary>
    public AnswerShape? Items { get; private init; }

    /// <summary>The least number of elements of an array.</summary>
    public int MinItems { get; private init; }

    /// <summary>The strings allowed, in the order of the schema; null when any is.</summary>
    public IReadOnlyList<string>? Texts { get; private init; }

    /// <summary>An allowed number: the first of an enum, else 0 or the least above it.</summary>
    public double Number { get; private init; }

    /// <summary>The longest string allowed, in characters.</summary>
    public int MaxLength { get; private init; } = int.MaxValue;

    /// <summary>Reads a schema.</summary>
    public static AnswerShape Of(JsonElement schema) => Of(schema, schema, MaxDepth);

    /// <summary>
    /// The strings allowed at a path of property names; arrays stand for their elements. Empty when the schema lists none.
    /// </summary>
    public IReadOnlyList<string> AllowedTexts(params ReadOnlySpan<string> path)
    {
        var shape = this;
        foreach (var name in path)
        {
            shape = shape.Items ?? shape;
            if (shape.Kind == AnswerKind.Object)
            {
                shape = shape.Properties.FirstOrDefault(property => property.Name == name).Shape ?? Unknown;
            }
        }

        return shape.Texts ?? [];
    }

    private static AnswerShape Of(JsonElement schema, JsonElement root, int depth)
    {
        if (depth == 0 || schema.ValueKind != JsonValueKind.Object)
        {
            return Unknown;
        }

        if (Alternative(schema, root) is { } alternative)
        {
            return Of(alternative, root, depth - 1);
        }

        var types = Types(schema);
        var values = Values(schema);
        return new AnswerShape
        {
            Kind = types.Concat(values.Select(KindOf)).FirstOrDefault(kind => kind != AnswerKind.Null),
            AllowsNull = values.Count > 0
                ? values.Any(value => value.ValueKind == JsonValueKind.Null)
                : types.Count == 0 || types.Contains(AnswerKind.Null),
            Properties = schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
                ? [.. properties.EnumerateObject().Select(property => (property.Name, Of(property.Value, root, depth - 1)))]
                : [],
            Items = schema.TryGetProperty("items", out var items) ? Of(items, root, depth - 1) : null,
            MinItems = WholeNumber(schema, "minItems") ?? 0,
            Texts = values.Count > 0
                ? [.. values.Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)]
                : null,
            Number = values.Where(value => value.ValueKind == JsonValueKind.Number).Select(value => value.GetDouble())
                .FirstOrDefault(Math.Max(0, WholeNumber(schema, "minimum") ?? 0)),
            MaxLength = WholeNumber(schema, "maxLength") ?? int.MaxValue,
        };
    }

    /// <summary>What a reference points at, or the first alternative that is not null.</summary>
    private static JsonElement? Alternative(JsonElement schema, JsonElement root)
    {
        if (schema.TryGetProperty("$ref", out var reference) && reference.GetString() is ['#', '/', ..] pointer)
        {
            var target = root;
            foreach (var name in pointer[2..].Split('/'))
            {
                if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(name, out target))
                {
                    return null;
                }
            }

            return target;
        }

        return schema.TryGetProperty("anyOf", out var alternatives) || schema.TryGetProperty("oneOf", out alternatives)
            ? alternatives.EnumerateArray().FirstOrDefault(alternative => !Types(alternative).SequenceEqual([AnswerKind.Null]))
            : null;
    }

    private static IReadOnlyList<AnswerKind> Types(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(KindNamed)]
        : [KindNamed(type)];

    private static IReadOnlyList<JsonElement> Values(JsonElement schema) =>
        schema.TryGetProperty("enum", out var values) ? [.. values.EnumerateArray()]
        : schema.TryGetProperty("const", out var value) ? [value]
        : [];

    private static int? WholeNumber(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var number) && number.TryGetInt32(out var value) ? value : null;

    private static AnswerKind KindNamed(JsonElement type) => type.GetString() switch
    {
        "object" => AnswerKind.Object,
        "array" => AnswerKind.Array,
        "string" => AnswerKind.Text,
        "number" or "integer" => AnswerKind.Number,
        "boolean" => AnswerKind.Boolean,
        _ => AnswerKind.Null,
    };

    private static AnswerKind KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => AnswerKind.Text,
        JsonValueKind.Number => AnswerKind.Number,
        JsonValueKind.True or JsonValueKind.False => AnswerKind.Boolean,
        _ => AnswerKind.Null,
    };
}
