using System.Buffers;
using System.Text.RegularExpressions;

namespace TnsEval.Perturbing;

/// <summary>
/// The words of a text that can be spelt otherwise without a fact being lost: lower-case Latin letters only, so neither names nor numbers nor addresses; outside
/// quotation marks, quoted lines, the lines that mail programs write above them, tags and references; and none of a case's <see cref="FactWords"/>.
/// </summary>
internal static partial class PlainWords
{
    /// <summary>Where they stand, left to right.</summary>
    public static IEnumerable<Range> Of(string text, FactWords facts)
    {
        foreach (Match match in Pieces().Matches(text))
        {
            var (start, end) = (match.Index, match.Index + match.Length);
            if (match.Groups["skipped"].Success)
            {
                continue;
            }

            while (start < end && char.IsPunctuation(text[start]))
            {
                start++;
            }

            while (end > start && char.IsPunctuation(text[end - 1]))
            {
                end--;
            }

            var word = text.AsSpan(start, end - start);
            if (!word.IsEmpty && !word.ContainsAnyExcept(LowerCaseLetters) && !facts.Contains(word.ToString()))
            {
                yield return start..end;
            }
        }
    }

    private static readonly SearchValues<char> LowerCaseLetters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzàáâãäåçèéêëìíîïñòóôõöùúûüýÿœæß");

    /// <summary>What is passed over as a whole, and runs of anything else. A mark without its partner counts to the end, which keeps it linear too.</summary>
    [GeneratedRegex(
        """
        (?<skipped>
            <style\b .*? (?: </style> | \z) | <script\b .*? (?: </script> | \z) | <[^<>]*>
          | (?<![^\n]) [\ \t]* (?: > | -{3,} | (?:From|Sent|To|Cc|Date|Subject): | [^\n]* \b (?:wrote|escribió|escreveu|écrit|schrieb)\ ?: ) [^\n]*
          | " [^"]* (?: " | \z) | “ [^”]* (?: ” | \z) | „ [^“”]* (?: [“”] | \z) | « [^»]* (?: » | \z) | 「 [^」]* (?: 」 | \z)
          | (?<![^\s(]) ['‘] [^'’\n]* (?: ['’] (?!\w) | \z | (?=\n))
        )
        | [^\s<"“„«「]+
        """,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pieces();
}
