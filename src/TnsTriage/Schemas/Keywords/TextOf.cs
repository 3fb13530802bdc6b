using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TnsTriage.Schemas.Keywords;

/// <summary>Pieces of messages.</summary>
internal static class TextOf
{
    public static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    public static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "null",
        JsonValueKind.Number => "a number",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a string",
        JsonValueKind.True => "true",
        _ => throw new UnreachableException($"{kind} is no JSON value"),
    };

    /// <summary>Cuts a text, never through a surrogate pair, and marks the cut.</summary>
    public static string Shortened(ReadOnlySpan<char> text, int length)
    {
        if (text.Length <= length)
        {
            return text.ToString();
        }

        var cut = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return $"{text[..cut]}…";
    }
}
