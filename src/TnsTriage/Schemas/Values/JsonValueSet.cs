using System.Collections.Frozen;
using System.Text.Json;

namespace TnsTriage.Schemas.Values;

/// <summary>A fixed set of JSON values that answers by JSON equality.</summary>
internal sealed class JsonValueSet
{
    private readonly FrozenSet<string> _texts;
    private readonly FrozenSet<string> _others;
    private readonly bool _hasContainers;

    private JsonValueSet(FrozenSet<string> texts, FrozenSet<string> others, bool hasContainers)
    {
        _texts = texts;
        _others = others;
        _hasContainers = hasContainers;
    }

    /// <summary>Builds the set, or null when a value is nested too deeply.</summary>
    public static JsonValueSet? Of(IEnumerable<JsonElement> values)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        var others = new HashSet<string>(StringComparer.Ordinal);
        var hasContainers = false;
        foreach (var value in values)
        {
            if (value.ValueKind == JsonValueKind.String)
            {
                texts.Add(JsonText.Text(value));
            }
            else if (CanonicalJson.TryWrite(value, out var canonical))
            {
                others.Add(canonical);
                hasContainers |= value.ValueKind is JsonValueKind.Array or JsonValueKind.Object;
            }
            else
            {
                return null;
            }
        }

        return new JsonValueSet(texts.ToFrozenSet(StringComparer.Ordinal), others.ToFrozenSet(StringComparer.Ordinal), hasContainers);
    }

    public bool Contains(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ContainsText(JsonText.Raw(value)),
        JsonValueKind.Array or JsonValueKind.Object when !_hasContainers => false,
        _ => _others.Count > 0 && CanonicalJson.TryWrite(value, out var canonical) && _others.Contains(canonical),
    };

    private bool ContainsText(ReadOnlySpan<byte> raw) =>
        _texts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(JsonText.Decode(raw, stackalloc char[JsonText.BufferSize]));
}
