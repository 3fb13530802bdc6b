using System.Globalization;
using System.Text.Json;
using TnsTriage.Schemas.Compilation;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Schemas.Keywords;

/// <summary>The limits on a size: <c>min</c> and <c>max</c> with <c>Length</c>, <c>Items</c> and <c>Properties</c>.</summary>
internal sealed class CountKeyword : Assertion
{
    private readonly JsonValueKind _kind;
    private readonly Func<JsonElement, int> _count;
    private readonly long _least;
    private readonly long _most;
    private readonly string _expected;

    private CountKeyword(string pointer, JsonValueKind kind, Func<JsonElement, int> count, long least, long most, string expected)
        : base(pointer)
    {
        _kind = kind;
        _count = count;
        _least = least;
        _most = most;
        _expected = expected;
    }

    public static IEnumerable<CountKeyword?> ReadAll(SchemaSource source) =>
    [
        .. Read(source, "Length", JsonValueKind.String, text => JsonText.CountCodePoints(JsonText.Raw(text)), "character", "characters"),
        .. Read(source, "Items", JsonValueKind.Array, array => array.GetArrayLength(), "item", "items"),
        .. Read(source, "Properties", JsonValueKind.Object, instance => instance.GetPropertyCount(), "property", "properties"),
    ];

    protected override bool Holds(JsonElement instance)
    {
        if (instance.ValueKind != _kind)
        {
            return true;
        }

        var count = _count(instance);
        return count >= _least && count <= _most;
    }

    protected override string Message(JsonElement instance) =>
        string.Create(CultureInfo.InvariantCulture, $"must have {_expected}, but has {_count(instance)}");

    private static IEnumerable<CountKeyword?> Read(
        SchemaSource source, string what, JsonValueKind kind, Func<JsonElement, int> count, string one, string many)
    {
        if (source.Count($"min{what}") is { } least)
        {
            var expected = $"at least {TextOf.Count(least, one, many)}";
            yield return new CountKeyword(source.PointerTo($"min{what}"), kind, count, least, long.MaxValue, expected);
        }

        if (source.Count($"max{what}") is { } most)
        {
            var expected = $"at most {TextOf.Count(most, one, many)}";
            yield return new CountKeyword(source.PointerTo($"max{what}"), kind, count, 0, most, expected);
        }
    }
}
