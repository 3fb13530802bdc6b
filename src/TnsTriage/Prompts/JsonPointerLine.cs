using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TnsTriage.Prompts;

/// <summary>Finds the line of a JSON text on which the value behind a pointer begins, so that a problem in a schema can be shown where it stands.</summary>
internal static class JsonPointerLine
{
    /// <summary>The line, from 0; where the pointer leads nowhere, that of its last step that exists.</summary>
    /// <param name="json">Valid JSON.</param>
    /// <param name="pointer">A JSON pointer (RFC 6901); empty for the whole.</param>
    public static int Of(string json, string pointer)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        var start = reader.TokenStartIndex;
        foreach (var step in pointer.Split('/')[1..])
        {
            if (!TryEnter(ref reader, step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), ref start))
            {
                break;
            }
        }

        return bytes.AsSpan(0, (int)start).Count((byte)'\n');
    }

    private static bool TryEnter(ref Utf8JsonReader reader, string step, ref long start)
    {
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        if (!isObject && reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        for (var index = 0; reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray); index++)
        {
            if (isObject ? reader.ValueTextEquals(step) : step == index.ToString(CultureInfo.InvariantCulture))
            {
                start = reader.TokenStartIndex;
                return !isObject || reader.Read();
            }

            reader.Skip();
        }

        return false;
    }
}
