using System.Globalization;
using System.Text;

namespace TnsEval.Reports;

/// <summary>Text of strangers with what nobody would see made visible: control and direction-changing characters as <c>\u202e</c>.</summary>
internal static class VisibleText
{
    /// <summary>The text; line ends and tabs stay.</summary>
    public static string Of(string text)
    {
        if (!text.Any(IsHidden))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (IsHidden(character))
            {
                visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                visible.Append(character);
            }
        }

        return visible.ToString();
    }

    private static bool IsHidden(char character) =>
        (char.IsControl(character) && character is not ('\n' or '\t'))
        || character is '\u061C' or '\u200B' or '\u200E' or '\u200F' or '\u2028' or '\u2029' or '\uFEFF' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
