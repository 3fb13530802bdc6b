using System.Collections.Frozen;

namespace TnsTriage.Text.Html;

/// <summary>What the names of elements say about their text.</summary>
internal static class ElementNames
{
    /// <summary>Elements without an end tag.</summary>
    public static FrozenSet<string> Void { get; } = Set("area base br col embed hr img input link meta param source track wbr");

    /// <summary>Elements that stand on lines of their own.</summary>
    public static FrozenSet<string> OnLinesOfTheirOwn { get; } = Set(
        "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form "
        + "h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol optgroup option p pre section select summary table tbody "
        + "textarea tfoot thead tr ul");

    /// <summary>Those with an empty line before and after.</summary>
    public static FrozenSet<string> SetApart { get; } = Set("blockquote dl h1 h2 h3 h4 h5 h6 ol p pre table ul");

    /// <summary>Elements before which an open paragraph ends.</summary>
    public static FrozenSet<string> EndParagraphs { get; } = Set(
        "address article aside blockquote center dd details dialog div dl dt fieldset figcaption figure footer form "
        + "h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul");

    /// <summary>Elements that a start tag ends, each unless one of the elements in which it may be nested was opened inside it.</summary>
    public static FrozenDictionary<string, (string[] Ended, string[] Within)> EndedByStartOf { get; } =
        new (string Starts, string Ended, string Within)[]
        {
            ("a", "a", "object"),
            ("button", "button", "object"),
            ("nobr", "nobr", "object"),
            ("li", "li", "ul ol menu"),
            ("dd dt", "dd dt", "dl"),
            ("option", "option", "select"),
            ("td th", "td th", "table"),
            ("tr", "td th tr", "table"),
            ("tbody thead tfoot caption", "td th tr tbody thead tfoot caption", "table"),
        }
        .SelectMany(rule => rule.Starts.Split(' '), (rule, start) => (start, ended: (rule.Ended.Split(' '), rule.Within.Split(' '))))
        .ToFrozenDictionary(rule => rule.start, rule => rule.ended, StringComparer.Ordinal);

    /// <summary>Elements that browsers do not hide with all the text in them, or that mail programs take away.</summary>
    public static FrozenSet<string> NotToBeHidden { get; } = Set("body head html math select svg table tbody tfoot thead tr");

    public static FrozenSet<string> Cells { get; } = Set("td th");

    public static FrozenSet<string> Preformatted { get; } = Set("pre textarea");

    /// <summary>Elements whose content is no text of the mail.</summary>
    public static FrozenSet<string> NeverShown { get; } = Set("iframe noembed noframes script style template title");

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
