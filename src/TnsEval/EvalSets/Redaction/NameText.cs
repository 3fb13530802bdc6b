using System.Text.RegularExpressions;

namespace TnsEval.EvalSets.Redaction;

/// <summary>How words of names are compared and where words stand in a text.</summary>
internal static partial class NameText
{
    /// <summary>The word without a possessive: <c>Tim's</c> is Tim.</summary>
    public static string Bare(string word) => word.EndsWith("'s", StringComparison.Ordinal) || word.EndsWith("’s", StringComparison.Ordinal) ? word[..^2] : word;

    /// <summary>Every word of a text with a capital first letter, possessives included.</summary>
    public static IEnumerable<Match> CapitalisedWords(string text) => Word().Matches(text);

    /// <summary>Whether what stands between two words keeps them one name: spaces, initials, particles.</summary>
    public static bool IsInsideName(ReadOnlySpan<char> between) => between.Length is > 0 and <= 24 && Inside().IsMatch(between);

    /// <summary>Whether a Bible verse follows, as in <c>John 3:16</c>.</summary>
    public static bool IsVerse(ReadOnlySpan<char> after) => Verse().IsMatch(after[..Math.Min(after.Length, 16)]);

    /// <summary>The word that follows on the same line; empty when there is none.</summary>
    public static string NextWord(ReadOnlySpan<char> after)
    {
        var start = after.Length - after.TrimStart(' ').Length;
        var end = start;
        while (end < after.Length && end < 40 && char.IsLetter(after[end]))
        {
            end++;
        }

        return start > 0 ? after[start..end].ToString() : "";
    }

    [GeneratedRegex(@"(?<![\p{L}\p{M}\p{N}\uE000@])\p{Lu}(?:[\p{L}\p{M}]|['’-](?=\p{L}))+(?![\p{L}\p{M}\p{N}@])", RegexOptions.CultureInvariant, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Word();

    [GeneratedRegex(@"^[ \u00A0]+(?:(?:\p{Lu}\.|de|da|do|dos|das|del|la|van|von|der|den|bin|al|el)[ \u00A0]+){0,2}\z", RegexOptions.CultureInvariant, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Inside();

    [GeneratedRegex(@"^[ \u00A0]{1,2}\d{1,3}[:.,]\d{1,3}", RegexOptions.CultureInvariant, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Verse();
}
