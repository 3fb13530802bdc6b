using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace TnsEval.EvalSets;

/// <summary>Turns the bytes of one line into a JSON object, or says why they are none. Never repeats any of the text.</summary>
internal static class JsonLineText
{
    /// <param name="utf8">The line; must not change while the document is in use.</param>
    /// <param name="document">Its object. Every text in it is whole Unicode.</param>
    /// <param name="problem">What is wrong, and how to fix it.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out JsonDocument? document, out (string What, string Fix) problem)
    {
        (document, problem) = (null, default);
        if (!Utf8.IsValid(utf8.Span))
        {
            problem = ($"not valid UTF-8 from byte {1 + ValidLength(utf8.Span)} of the line on", "Save the file as UTF-8");
            return false;
        }

        try
        {
            if (HasLoneSurrogate(utf8.Span))
            {
                problem = ("holds a \\u escape that is half of a surrogate pair", "Write both halves, or the character itself");
                return false;
            }

            document = JsonDocument.Parse(utf8);
        }
        catch (JsonException e)
        {
            problem = (
                $"not valid JSON at byte {1 + e.BytePositionInLine} of the line",
                "Write one whole JSON object on the line; a line break in a text is \\n");
            return false;
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            problem = ("not a JSON object", "Write one JSON object a line, without an array around them");
            document.Dispose();
            document = null;
        }

        return document is not null;
    }

    private static int ValidLength(ReadOnlySpan<byte> utf8)
    {
        var length = 0;
        while (Rune.DecodeFromUtf8(utf8[length..], out _, out var consumed) == OperationStatus.Done)
        {
            length += consumed;
        }

        return length;
    }

    /// <summary>JSON allows it, .NET's texts and every other program do not.</summary>
    private static bool HasLoneSurrogate(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader is { ValueIsEscaped: true, TokenType: JsonTokenType.String or JsonTokenType.PropertyName })
            {
                try
                {
                    reader.GetString();
                }
                catch (InvalidOperationException)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
