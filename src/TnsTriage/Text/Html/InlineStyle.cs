using System.Globalization;

namespace TnsTriage.Text.Html;

/// <summary>
/// What a <c>style</c> attribute says about being seen. Comments and escapes are a way to say one thing to a browser and another to us, so
/// a style that has any counts as one that shows.
/// </summary>
internal static class InlineStyle
{
    private static readonly string[] FontSizeUnits = ["", "px", "pt", "em", "rem", "%", "pc", "cm", "mm", "in", "ex", "ch", "vw", "vh"];
    private static readonly string[] OpacityUnits = ["", "%"];

    /// <summary>Whether it hides the element with all that is inside.</summary>
    public static bool Conceals(string style) =>
        IsPlain(style) && (Value(style, "display") == "none" || IsZero(Value(style, "opacity"), OpacityUnits));

    /// <summary>Whether it says how the element is displayed, which overrules the <c>hidden</c> attribute.</summary>
    public static bool Displays(string style) => !IsPlain(style) || Value(style, "display") is not (null or "none");

    /// <summary>Whether it makes letters nothing high; null when they have the size of those around, or a part of it.</summary>
    public static bool? HasNoSize(string style)
    {
        if (!IsPlain(style) || Value(style, "font") is not null)
        {
            return false;
        }

        var size = Value(style, "font-size");
        return IsZero(size, FontSizeUnits) ? true : IsInherited(size) || IsRelative(size!) ? null : false;
    }

    /// <summary>Whether it makes the element invisible; null when it is as visible as what is around.</summary>
    public static bool? IsInvisible(string style)
    {
        var value = Value(style, "visibility");
        return !IsPlain(style) ? false : IsInherited(value) ? null : value is "hidden" or "collapse";
    }

    private static bool IsPlain(string style) =>
        !style.Contains("/*", StringComparison.Ordinal) && !style.Contains('\\', StringComparison.Ordinal);

    /// <summary>The value of a property: the last one, as in a browser, and an important one before all others.</summary>
    private static string? Value(string style, string property)
    {
        var (last, isImportant) = ((string?)null, false);
        foreach (var range in style.AsSpan().Split(';'))
        {
            var declaration = style.AsSpan(range);
            var colon = declaration.IndexOf(':');
            if (colon >= 0 && declaration[..colon].Trim().Equals(property, StringComparison.OrdinalIgnoreCase))
            {
                var value = declaration[(colon + 1)..].ToString().ToLowerInvariant();
                var bare = value.Replace("!important", "", StringComparison.Ordinal);
                (last, isImportant) = isImportant && bare.Length == value.Length ? (last, true) : (bare.Trim(), bare.Length < value.Length);
            }
        }

        return last;
    }

    private static bool IsInherited(string? value) => value is null or "inherit" or "unset";

    private static bool IsRelative(string size) =>
        size.EndsWith('%') || (size.EndsWith("em", StringComparison.Ordinal) && !size.EndsWith("rem", StringComparison.Ordinal));

    private static bool IsZero(string? value, string[] units)
    {
        var unit = value.AsSpan(value.AsSpan().LastIndexOfAnyInRange('0', '9') + 1);
        return value is not null
            && units.AsSpan().Contains(unit.ToString())
            && double.TryParse(
                value.AsSpan(0, value.Length - unit.Length),
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number)
            && number == 0;
    }
}
