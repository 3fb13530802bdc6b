using System.Globalization;

namespace TnsTriage.Text.Html;

/// <summary>What a <c>style</c> attribute says about being seen.</summary>
internal static class InlineStyle
{
    /// <summary>
    /// Whether it hides the element. The last declaration of a property counts, as in a browser; comments and escapes are a way to say
    /// one thing to a browser and another to us, and a style that has any hides nothing.
    /// </summary>
    public static bool Hides(string style) =>
        !style.Contains("/*", StringComparison.Ordinal) && !style.Contains('\\', StringComparison.Ordinal)
        && (Value(style, "display") == "none"
            || Value(style, "visibility") is "hidden" or "collapse"
            || IsZero(Value(style, "opacity"))
            || IsZero(Value(style, "font-size")));

    /// <summary>Whether it says how the element is displayed, which overrules the <c>hidden</c> attribute.</summary>
    public static bool Displays(string style) => Value(style, "display") is not (null or "none");

    private static string? Value(string style, string property)
    {
        string? last = null;
        foreach (var range in style.AsSpan().Split(';'))
        {
            var declaration = style.AsSpan(range);
            var colon = declaration.IndexOf(':');
            if (colon >= 0 && declaration[..colon].Trim().Equals(property, StringComparison.OrdinalIgnoreCase))
            {
                last = declaration[(colon + 1)..].ToString().ToLowerInvariant().Replace("!important", "", StringComparison.Ordinal).Trim();
            }
        }

        return last;
    }

    private static bool IsZero(string? value) =>
        double.TryParse(value.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz% "), CultureInfo.InvariantCulture, out var number) && number == 0;
}
