using System.Buffers;
using System.Globalization;
using System.Text;
using AngleSharp.Html;

namespace TnsTriage.Text.Html;

/// <summary>
/// Character references such as <c>&amp;nbsp;</c> and <c>&amp;#8217;</c>. The tokenizer resolves them too, but does not tell where they
/// stood.
/// </summary>
internal static class CharacterReference
{
    /// <summary>Longest name in HTML's list, and longest of those that need no semicolon.</summary>
    private const int LongestName = 31, LongestBareName = 6;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Reads the reference that starts at an ampersand.</summary>
    /// <param name="text">From the ampersand on.</param>
    /// <param name="symbol">What it stands for: one or two characters; empty when it is none.</param>
    /// <returns>Its length, 0 when the ampersand is only an ampersand.</returns>
    public static int Read(ReadOnlySpan<char> text, out string symbol)
    {
        symbol = "";
        return text.Length < 3 ? 0
            : text[1] != '#' ? ReadName(text, ref symbol)
            : text[2] is 'x' or 'X' ? ReadNumber(text, 3, NumberStyles.HexNumber, ref symbol)
            : ReadNumber(text, 2, NumberStyles.None, ref symbol);
    }

    private static int ReadNumber(ReadOnlySpan<char> text, int digitsAt, NumberStyles style, ref string symbol)
    {
        var end = digitsAt;
        while (end < text.Length && (style == NumberStyles.HexNumber ? char.IsAsciiHexDigit(text[end]) : char.IsAsciiDigit(text[end])))
        {
            end++;
        }

        if (end == digitsAt)
        {
            return 0;
        }

        var digits = text[digitsAt..end].TrimStart('0');
        var number = digits.IsEmpty ? 0 : digits.Length > 7 ? int.MaxValue : int.Parse(digits, style, CultureInfo.InvariantCulture);
        symbol = HtmlEntityProvider.IsInCharacterTable(number) ? HtmlEntityProvider.GetSymbolFromTable(number)!
            : Rune.TryCreate(number, out var rune) ? rune.ToString()
            : Rune.ReplacementChar.ToString();
        return end < text.Length && text[end] == ';' ? end + 1 : end;
    }

    private static int ReadName(ReadOnlySpan<char> text, ref string symbol)
    {
        var candidates = text[1..Math.Min(text.Length, LongestName + 2)];
        var length = candidates.IndexOfAnyExcept(NameCharacters) is var other and >= 0 ? other : candidates.Length;
        if (length < candidates.Length && candidates[length] == ';' && Symbol(candidates[..(length + 1)]) is { } named)
        {
            symbol = named;
            return length + 2;
        }

        for (length = Math.Min(length, LongestBareName); length >= 2; length--)
        {
            if (Symbol(candidates[..length]) is { } bare)
            {
                symbol = bare;
                return length + 1;
            }
        }

        return 0;
    }

    private static string? Symbol(ReadOnlySpan<char> name) =>
        HtmlEntityProvider.Resolver.GetSymbol(name.ToString()) is { Length: > 0 } symbol ? symbol : null;
}
