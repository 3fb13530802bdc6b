using System.Collections.Frozen;
using System.Text.Json;
using TnsTriage.Schemas.Compilation;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Schemas.Keywords;

/// <summary><c>type</c>. A number without a fraction is an integer, however it is written.</summary>
internal sealed class TypeKeyword : Assertion
{
    private static readonly FrozenDictionary<string, (string Phrase, JsonValueKind[] Kinds)> Types =
        new Dictionary<string, (string, JsonValueKind[])>(StringComparer.Ordinal)
        {
            ["array"] = ("an array", [JsonValueKind.Array]),
            ["boolean"] = ("true or false", [JsonValueKind.True, JsonValueKind.False]),
            ["integer"] = ("an integer", []),
            ["null"] = ("null", [JsonValueKind.Null]),
            ["number"] = ("a number", [JsonValueKind.Number]),
            ["object"] = ("an object", [JsonValueKind.Object]),
            ["string"] = ("a string", [JsonValueKind.String]),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly HashSet<JsonValueKind> _kinds;
    private readonly bool _allowsIntegers;
    private readonly string _expected;

    private TypeKeyword(string pointer, IReadOnlyList<string> types)
        : base(pointer)
    {
        _kinds = [.. types.SelectMany(type => Types[type].Kinds)];
        _allowsIntegers = types.Contains("integer", StringComparer.Ordinal);
        _expected = string.Join(" or ", types.Select(type => Types[type].Phrase));
    }

    public static TypeKeyword? Read(SchemaSource source)
    {
        if (!source.TryGet("type", out var value))
        {
            return null;
        }

        var types = value.ValueKind == JsonValueKind.String ? [JsonText.Text(value)] : source.Names("type");
        if (types is null)
        {
            return null;
        }

        if (types.Count > 0 && types.All(Types.ContainsKey))
        {
            return new TypeKeyword(source.PointerTo("type"), types);
        }

        source.Report("type", $"\"type\" must be one or more of {string.Join(", ", Types.Keys.Order(StringComparer.Ordinal))}");
        return null;
    }

    protected override bool Holds(JsonElement instance) =>
        _kinds.Contains(instance.ValueKind)
        || (_allowsIntegers && instance.ValueKind == JsonValueKind.Number && JsonNumber.Of(instance).IsInteger);

    protected override string Message(JsonElement instance)
    {
        var isFraction = _allowsIntegers && instance.ValueKind == JsonValueKind.Number;
        return $"must be {_expected}, but is {(isFraction ? "a number with a fraction" : TextOf.Kind(instance.ValueKind))}";
    }
}
