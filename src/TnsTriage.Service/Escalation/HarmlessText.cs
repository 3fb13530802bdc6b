using System.Text;

namespace TnsTriage.Service.Escalation;

/// <summary>
/// A model's words in a comment. Whoever wrote the ticket may have had a hand in them, so they can mention nobody, link nowhere, and end
/// neither the line nor the marker's code span.
/// </summary>
internal static class HarmlessText
{
    private const int Longest = 600;
    private const char NoSpace = '\u200B';

    /// <summary>The text on one line, cut when it is long.</summary>
    public static string Of(string text)
    {
        var harmless = new StringBuilder(Math.Min(text.Length, Longest) + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (harmless.Length >= Longest)
            {
                harmless.Append('…');
                break;
            }

            _ = rune.Value switch
            {
                '@' => harmless.Append('@').Append(NoSpace),
                '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' or '!' or '|' or '~' => harmless.Append('\\').Append((char)rune.Value),
                ':' => harmless.Append(':').Append(NoSpace),   // no bare address, and no marker of ours
                _ when Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) => Space(harmless),
                _ when Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format => harmless,
                _ => harmless.Append(rune),
            };
        }

        return harmless.ToString().Trim();

        static StringBuilder Space(StringBuilder text) => text is [.., ' '] ? text : text.Append(' ');
    }
}
