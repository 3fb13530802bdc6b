using System.Globalization;
using System.Text;

namespace TnsTriage.Schemas.Patterns;

/// <summary>Reads what stands for a character or a named class in a pattern, inside square brackets or outside.</summary>
internal static class EcmaEscape
{
    private const string SyntaxCharacters = @"^$\.*+?()[]{}|/-";

    /// <summary>Reads one unescaped code point.</summary>
    public static CodePointSet ReadLiteral(string source, ref int at)
    {
        if (Rune.DecodeFromUtf16(source.AsSpan(at), out var rune, out var length) != System.Buffers.OperationStatus.Done)
        {
            throw Unpaired(at);
        }

        at += length;
        return Single(rune.Value);
    }

    /// <summary>Reads an escape that begins at a backslash and moves past it.</summary>
    public static CodePointSet Read(string source, ref int at)
    {
        var start = at;
        at += 2;
        return source.AsSpan(start) switch
        {
            [_, 'd', ..] => CharacterClasses.Digit,
            [_, 'D', ..] => CharacterClasses.Digit.Complement(),
            [_, 'w', ..] => CharacterClasses.Word,
            [_, 'W', ..] => CharacterClasses.Word.Complement(),
            [_, 's', ..] => CharacterClasses.Space,
            [_, 'S', ..] => CharacterClasses.Space.Complement(),
            [_, 'p', '{', ..] => ReadProperty(source, start, ref at),
            [_, 'P', '{', ..] => ReadProperty(source, start, ref at).Complement(),
            [_, 't', ..] => Single('\t'),
            [_, 'n', ..] => Single('\n'),
            [_, 'v', ..] => Single('\v'),
            [_, 'f', ..] => Single('\f'),
            [_, 'r', ..] => Single('\r'),
            [_, '0', not (>= '0' and <= '9'), ..] or [_, '0'] => Single('\0'),
            [_, 'c', var letter, ..] when char.IsAsciiLetter(letter) => Single(ReadControl(letter, ref at)),
            [_, 'x', ..] => Single(ReadHex(source, ref at, digits: 2)),
            [_, 'u', '{', ..] => Single(ReadBracedHex(source, ref at)),
            [_, 'u', ..] => Single(ReadUnits(source, ref at)),
            [_, var other, ..] when SyntaxCharacters.Contains(other, StringComparison.Ordinal) => Single(other),
            _ => throw Unknown(start),
        };
    }

    private static CodePointSet Single(int codePoint) => new([(codePoint, codePoint)]);

    private static CodePointSet ReadProperty(string source, int start, ref int at)
    {
        var end = source.IndexOf('}', at);
        var set = end < 0 ? null : CharacterClasses.OfProperty(source[(at + 1)..end]);
        at = end + 1;
        return set ?? throw new FormatException(
            $"has a property at {EcmaPatternTranslator.Position(start)} that is not supported; general categories, Any and ASCII are");
    }

    private static int ReadControl(char letter, ref int at)
    {
        at++;
        return letter % 32;
    }

    private static int ReadHex(string source, ref int at, int digits)
    {
        if (source.Length - at < digits
            || !int.TryParse(source.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw Unknown(at - 2);
        }

        at += digits;
        return value;
    }

    private static int ReadBracedHex(string source, ref int at)
    {
        var end = source.IndexOf('}', at);
        var digits = end < 0 ? [] : source.AsSpan(at + 1, end - at - 1);
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || !Rune.IsValid(value))
        {
            throw Unknown(at - 2);
        }

        at = end + 1;
        return value;
    }

    private static int ReadUnits(string source, ref int at)
    {
        var start = at - 2;
        var unit = (char)ReadHex(source, ref at, digits: 4);
        if (!char.IsSurrogate(unit))
        {
            return unit;
        }

        if (!source.AsSpan(at).StartsWith(@"\u"))
        {
            throw Unpaired(start);
        }

        at += 2;
        var low = (char)ReadHex(source, ref at, digits: 4);
        return char.IsSurrogatePair(unit, low) ? char.ConvertToUtf32(unit, low) : throw Unpaired(start);
    }

    private static FormatException Unknown(int at) => new($"has an unknown escape at {EcmaPatternTranslator.Position(at)}");

    private static FormatException Unpaired(int at) => new($"has half a surrogate pair at {EcmaPatternTranslator.Position(at)}");
}
