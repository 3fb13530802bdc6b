using System.Globalization;
using System.Text;

namespace TnsEval.Cli.Output;

/// <summary>
/// Text of strangers, made safe to show: control and direction-changing characters as <c>\u001b</c>, so that a ticket cannot steer the terminal or
/// write a line that looks like ours.
/// </summary>
internal static class Printable
{
    private const int ExcerptLength = 300;

    /// <summary>One line.</summary>
    public static string Line(string text) => Escaped(text, keepLines: false);

    /// <summary>Several lines, all but the first indented.</summary>
    public static string Lines(string text, string indent) => Escaped(text.ReplaceLineEndings("\n"), keepLines: true).Replace("\n", $"\n{indent}", StringComparison.Ordinal);

    /// <summary>The beginning of a long text, to be made safe yet; characters are not cut apart.</summary>
    public static string Excerpt(string text)
    {
        var elements = new StringInfo(text);
        return elements.LengthInTextElements <= ExcerptLength ? text : elements.SubstringByTextElements(0, ExcerptLength) + " ...";
    }

    private static string Escaped(string text, bool keepLines)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if ((keepLines && character == '\n') || !IsSteering(character))
            {
                shown.Append(character);
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
        }

        return shown.ToString();
    }

    private static bool IsSteering(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
