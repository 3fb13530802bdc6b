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

    /// <summary>Elements that end one of the same name when it stands directly around them.</summary>
    public static FrozenSet<string> EndTheirLike { get; } = Set("dd dt li option td th tr");

    public static FrozenSet<string> Cells { get; } = Set("td th");

    public static FrozenSet<string> Preformatted { get; } = Set("pre textarea");

    /// <summary>Elements whose text nobody sees.</summary>
    public static FrozenSet<string> NeverShown { get; } = Set("iframe noembed noframes script style template title");

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
