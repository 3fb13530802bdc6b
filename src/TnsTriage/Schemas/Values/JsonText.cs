using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace TnsTriage.Schemas.Values;

/// <summary>
/// Strings and names of a JSON document, read from their raw UTF-8 (escapes still in place): unlike <see cref="JsonElement.GetString"/>
/// nothing here throws on an unpaired surrogate, and short strings cost no allocation.
/// </summary>
internal static class JsonText
{
    /// <summary>Size of a stack buffer that holds nearly every string of an assessment but its rationale.</summary>
    public const int BufferSize = 128;

    public static ReadOnlySpan<byte> Raw(JsonElement text) => JsonMarshal.GetRawUtf8Value(text)[1..^1];

    public static ReadOnlySpan<byte> RawName(JsonProperty property) => JsonMarshal.GetRawUtf8PropertyName(property);

    public static string Name(JsonProperty property) => Decode(RawName(property), []).ToString();

    public static string Text(JsonElement text) => Decode(Raw(text), []).ToString();

    /// <summary>Whether the text is valid UTF-8 and, once its escapes are resolved, valid UTF-16.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> raw) => Utf8.IsValid(raw) && IndexOfUnpairedSurrogate(raw) < 0;

    /// <summary>Where an escaped surrogate without its other half begins, or -1.</summary>
    public static int IndexOfUnpairedSurrogate(ReadOnlySpan<byte> raw)
    {
        var at = 0;
        while (raw[at..].IndexOf((byte)'\\') is var next and >= 0)
        {
            at += next;
            if (raw[at + 1] != (byte)'u')
            {
                at += 2;
            }
            else if (!char.IsSurrogate(EscapedUnit(raw, at)))
            {
                at += 6;
            }
            else if (IsEscapedPair(raw, at))
            {
                at += 12;
            }
            else
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Resolves escapes; unpaired surrogates stay as they are.</summary>
    /// <returns>The text, in <paramref name="buffer"/> when it is large enough.</returns>
    public static ReadOnlySpan<char> Decode(ReadOnlySpan<byte> raw, Span<char> buffer)
    {
        if (buffer.Length < raw.Length)
        {
            buffer = new char[raw.Length];   // neither UTF-8 nor an escape is shorter than what it stands for
        }

        var length = 0;
        while (raw.IndexOf((byte)'\\') is var next and >= 0)
        {
            length += Encoding.UTF8.GetChars(raw[..next], buffer[length..]);
            var isUnit = raw[next + 1] == (byte)'u';
            buffer[length++] = isUnit ? EscapedUnit(raw, next) : EscapedCharacter(raw[next + 1]);
            raw = raw[(next + (isUnit ? 6 : 2))..];
        }

        length += Encoding.UTF8.GetChars(raw, buffer[length..]);
        return buffer[..length];
    }

    /// <summary>Length as JSON Schema counts it: in Unicode code points.</summary>
    public static int CountCodePoints(ReadOnlySpan<byte> raw)
    {
        if (raw.Contains((byte)'\\'))
        {
            return CountRunes(Decode(raw, stackalloc char[BufferSize]));
        }

        return Ascii.IsValid(raw) ? raw.Length : CountLeadingBytes(raw);
    }

    public static bool HasMember(JsonElement instance, string name)
    {
        Span<char> buffer = stackalloc char[BufferSize];
        foreach (var property in instance.EnumerateObject())
        {
            if (Decode(RawName(property), buffer).SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    private static int CountRunes(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    /// <summary>Number of code points in valid UTF-8.</summary>
    public static int CountLeadingBytes(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var unit in utf8)
        {
            count += (unit & 0b1100_0000) == 0b1000_0000 ? 0 : 1;
        }

        return count;
    }

    private static bool IsEscapedPair(ReadOnlySpan<byte> raw, int at) =>
        char.IsHighSurrogate(EscapedUnit(raw, at))
        && raw[(at + 6)..].StartsWith("\\u"u8)
        && char.IsLowSurrogate(EscapedUnit(raw, at + 6));

    private static char EscapedUnit(ReadOnlySpan<byte> raw, int at) =>
        (char)ushort.Parse(raw.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static char EscapedCharacter(byte letter) => letter switch
    {
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        _ => (char)letter,
    };
}
