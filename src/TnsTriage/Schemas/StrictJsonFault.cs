using System.Globalization;
using System.Text.Json;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Schemas;

/// <summary>Finds out why a text is not strict JSON, and where.</summary>
internal static class StrictJsonFault
{
    private static readonly JsonReaderOptions OneLevelMore = new() { MaxDepth = StrictJson.MaxDepth + 1 };

    private static ReadOnlySpan<byte> WhiteSpace => " \t\r\n"u8;

    /// <summary>The first fault, or null when there is none.</summary>
    public static string? Find(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, OneLevelMore);
        var names = new Stack<HashSet<string>>();
        try
        {
            while (reader.Read())
            {
                if (FaultOf(ref reader, names) is { } fault)
                {
                    return $"{fault} {At(utf8[..(int)reader.TokenStartIndex])}";
                }
            }

            return null;
        }
        catch (JsonException e)
        {
            var at = OffsetOf(e, utf8);
            return $"{SyntaxFault(ref reader, utf8, at)} {At(utf8[..at])}";
        }
    }

    /// <summary>The place after <paramref name="before"/>: line and column from 1, in code points.</summary>
    public static string At(ReadOnlySpan<byte> before)
    {
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"at line {before.Count((byte)'\n') + 1}, column {JsonText.CountLeadingBytes(before[lineStart..]) + 1}");
    }

    private static string? FaultOf(ref Utf8JsonReader reader, Stack<HashSet<string>> names)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth >= StrictJson.MaxDepth:
                return $"nesting deeper than {StrictJson.MaxDepth} levels";
            case JsonTokenType.StartObject:
                names.Push(new HashSet<string>(StringComparer.Ordinal));
                return null;
            case JsonTokenType.EndObject:
                names.Pop();
                return null;
            case JsonTokenType.String or JsonTokenType.PropertyName when JsonText.IndexOfUnpairedSurrogate(reader.ValueSpan) >= 0:
                return "half of a surrogate pair in the text";
            case JsonTokenType.PropertyName:
                return names.Peek().Add(reader.GetString()!) ? null : "a property name that its object already has";
            default:
                return null;
        }
    }

    private static string SyntaxFault(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, int at)
    {
        if (utf8[..at].Trim(WhiteSpace).IsEmpty && at == utf8.Length)
        {
            return "no JSON: the text is empty";
        }

        var isAfterValue = reader.CurrentDepth == 0
            && reader.TokenType is not (JsonTokenType.None or JsonTokenType.StartObject or JsonTokenType.StartArray);
        return utf8[at..] switch
        {
            _ when isAfterValue => "text after the JSON value",
            [] => "the text ends before the JSON value is complete",
            [(byte)',', .. var rest] when rest.Trim(WhiteSpace).IsEmpty => "the text ends before the JSON value is complete",
            [(byte)'/', ..] => "a comment or a stray slash",
            [(byte)']' or (byte)'}', ..] when utf8[..at].TrimEnd(WhiteSpace) is [.., (byte)','] => "a trailing comma",
            [< 0x20, ..] => "a control character that is not escaped",
            _ => "not JSON",
        };
    }

    private static int OffsetOf(JsonException e, ReadOnlySpan<byte> utf8)
    {
        var at = 0L;
        for (var line = e.LineNumber ?? 0; line > 0; line--)
        {
            at += utf8[(int)at..].IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Clamp(at + (e.BytePositionInLine ?? 0), 0, utf8.Length);
    }
}
