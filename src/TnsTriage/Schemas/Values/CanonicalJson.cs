using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TnsTriage.Schemas.Values;

/// <summary>
/// A text that is the same for equal JSON values and only for them: 1 is 1.0, the order of names does not matter, strings are compared by
/// code units. A set of such texts decides enum, const and uniqueItems without comparing values pair by pair. Not JSON itself.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>Writes the canonical text.</summary>
    /// <returns>False when the value is nested deeper than <see cref="StrictJson.MaxDepth"/>.</returns>
    public static bool TryWrite(JsonElement value, [NotNullWhen(true)] out string? canonical)
    {
        canonical = value.ValueKind switch
        {
            JsonValueKind.True => "t",
            JsonValueKind.False => "f",
            JsonValueKind.Null => "n",
            _ => null,
        };
        if (canonical is not null)
        {
            return true;
        }

        var text = new StringBuilder();
        canonical = TryAppend(value, text, depth: 0) ? text.ToString() : null;
        return canonical is not null;
    }

    private static bool TryAppend(JsonElement value, StringBuilder text, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.True:
                text.Append('t');
                return true;
            case JsonValueKind.False:
                text.Append('f');
                return true;
            case JsonValueKind.Null:
                text.Append('n');
                return true;
            case JsonValueKind.Number:
                JsonNumber.Of(value).AppendCanonical(text);
                text.Append(';');
                return true;
            case JsonValueKind.String:
                AppendText(JsonText.Decode(JsonText.Raw(value), stackalloc char[JsonText.BufferSize]), text);
                return true;
            case JsonValueKind.Array:
                return depth < StrictJson.MaxDepth && TryAppendArray(value, text, depth + 1);
            case JsonValueKind.Object:
                return depth < StrictJson.MaxDepth && TryAppendObject(value, text, depth + 1);
            default:
                throw new UnreachableException($"{value.ValueKind} is no JSON value");
        }
    }

    private static bool TryAppendArray(JsonElement array, StringBuilder text, int depth)
    {
        text.Append('[');
        foreach (var item in array.EnumerateArray())
        {
            if (!TryAppend(item, text, depth))
            {
                return false;
            }
        }

        text.Append(']');
        return true;
    }

    private static bool TryAppendObject(JsonElement instance, StringBuilder text, int depth)
    {
        var members = instance.EnumerateObject()
            .Select(property => (Name: JsonText.Name(property), property.Value))
            .OrderBy(member => member.Name, StringComparer.Ordinal);

        text.Append('{');
        foreach (var (name, value) in members)
        {
            AppendText(name, text);
            if (!TryAppend(value, text, depth))
            {
                return false;
            }
        }

        text.Append('}');
        return true;
    }

    // The length in front makes it impossible for one text to imitate the end of another.
    private static void AppendText(ReadOnlySpan<char> value, StringBuilder text) =>
        text.Append(CultureInfo.InvariantCulture, $"\"{value.Length}:").Append(value);
}
