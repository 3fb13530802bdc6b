using System.Text.RegularExpressions;

namespace TnsEval.EvalSets;

/// <summary>Language tags as eval sets use them: language, script, region and variants of BCP-47, in its recommended casing.</summary>
internal static partial class LanguageTag
{
    /// <summary>The tag of a ticket without words.</summary>
    public const string Undetermined = "und";

    /// <summary>Whether a text has the shape and casing of a tag, such as <c>es</c>, <c>pt-BR</c> or <c>zh-Hant-TW</c>.</summary>
    public static bool IsPlausible(string text) => Shape().IsMatch(text);

    /// <summary>The text in the recommended casing, or null when it is no tag even then.</summary>
    public static string? InRecommendedCasing(string text)
    {
        var parts = text.Replace('_', '-').ToLowerInvariant().Split('-');
        for (var index = 1; index < parts.Length; index++)
        {
            parts[index] = parts[index].Length switch
            {
                2 => parts[index].ToUpperInvariant(),
                4 => char.ToUpperInvariant(parts[index][0]) + parts[index][1..],
                _ => parts[index],
            };
        }

        var tag = string.Join('-', parts);
        return IsPlausible(tag) ? tag : null;
    }

    /// <summary>Whether the language is one other than English; null when it is undetermined.</summary>
    public static bool? IsNonEnglish(string tag) => Covers(Undetermined, tag) ? null : !Covers("en", tag);

    /// <summary>The language without script, region and variants: <c>en</c> of <c>en-GB</c>. Counts by language would fall apart otherwise.</summary>
    public static string Primary(string tag) => tag.Split('-')[0];

    /// <summary>Whether a tag is within a range: <c>es</c> covers <c>es-MX</c> (basic filtering of RFC 4647). Casing does not matter.</summary>
    public static bool Covers(string range, string tag) =>
        tag.StartsWith(range, StringComparison.OrdinalIgnoreCase) && (tag.Length == range.Length || tag[range.Length] == '-');

    [GeneratedRegex(
        @"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
