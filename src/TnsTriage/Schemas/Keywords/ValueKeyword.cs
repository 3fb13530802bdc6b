using System.Text.Json;
using TnsTriage.Schemas.Compilation;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Schemas.Keywords;

/// <summary><c>enum</c> and <c>const</c>: the instance equals one of the values that the schema lists.</summary>
internal sealed class ValueKeyword : Assertion
{
    private const int MaxValuesShown = 40;
    private const int MaxLengthShown = 80;

    private readonly JsonValueSet _values;
    private readonly string _message;

    private ValueKeyword(string pointer, JsonValueSet values, string message)
        : base(pointer)
    {
        _values = values;
        _message = message;
    }

    public static ValueKeyword? ReadConst(SchemaSource source) =>
        source.TryGet("const", out var value) ? Of(source, "const", [value], $"must be {Shown(value)}") : null;

    public static ValueKeyword? ReadEnum(SchemaSource source)
    {
        if (!source.TryGet("enum", out var list))
        {
            return null;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            source.Report("enum", "\"enum\" must be an array of the allowed values");
            return null;
        }

        var values = list.EnumerateArray().ToList();
        var more = values.Count > MaxValuesShown ? $" or {values.Count - MaxValuesShown} more" : "";
        return Of(source, "enum", values, $"must be one of {string.Join(", ", values.Take(MaxValuesShown).Select(Shown))}{more}");
    }

    protected override bool Holds(JsonElement instance) => _values.Contains(instance);

    protected override string Message(JsonElement instance) => _message;

    private static ValueKeyword? Of(SchemaSource source, string keyword, List<JsonElement> values, string message)
    {
        if (JsonValueSet.Of(values) is { } set)
        {
            return new ValueKeyword(source.PointerTo(keyword), set, message);
        }

        source.Report(keyword, $"a value of \"{keyword}\" is nested deeper than {StrictJson.MaxDepth} levels");
        return null;
    }

    private static string Shown(JsonElement value) => TextOf.Shortened(value.GetRawText(), MaxLengthShown);
}
