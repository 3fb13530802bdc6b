using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace TnsTriage.Schemas;

/// <summary>
/// Reads text that should be one JSON value (RFC 8259) and nothing else. Refuses what readers disagree about and what a model should not
/// have written: names given twice in an object, text after the value, comments, trailing commas, half surrogate pairs, nesting deeper than
/// <see cref="MaxDepth"/>.
/// </summary>
public static class StrictJson
{
    /// <summary>Objects and arrays inside each other.</summary>
    public const int MaxDepth = 64;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    /// <summary>Reads one value. Does not throw, whatever the text.</summary>
    /// <param name="text">The text; white space around the value is allowed, a byte order mark is not.</param>
    /// <param name="document">The value, for the caller to dispose, or null.</param>
    /// <param name="problem">
    /// What is wrong and where, by line and column from 1 in code points, or null. Never repeats the text, so it may be logged.
    /// </param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out JsonDocument? document, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        document = null;
        if (!TryEncode(text, out var utf8, out problem))
        {
            return false;
        }

        document = Parse(utf8);
        if (document is null)
        {
            problem = StrictJsonFault.Find(utf8) ?? "not JSON";
            return false;
        }

        // The parser does not resolve the escapes of values.
        problem = utf8.AsSpan().IndexOf("\\u"u8) < 0 ? null : StrictJsonFault.Find(utf8);
        if (problem is null)
        {
            return true;
        }

        document.Dispose();
        document = null;
        return false;
    }

    private static bool TryEncode(string text, out byte[] utf8, [NotNullWhen(false)] out string? problem)
    {
        (utf8, problem) = ([], null);
        try
        {
            utf8 = Utf8.GetBytes(text);
            return true;
        }
        catch (EncoderFallbackException e)
        {
            problem = $"half of a surrogate pair in the text {StrictJsonFault.At(Utf8.GetBytes(text[..e.Index]))}";
            return false;
        }
    }

    private static JsonDocument? Parse(byte[] utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, Options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // For a name given twice the exception tells the name and no place; for half a surrogate pair in a name it is the second type.
            return null;
        }
    }
}
