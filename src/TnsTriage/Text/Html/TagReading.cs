using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace TnsTriage.Text.Html;

/// <summary>What a start tag says about the text in its element.</summary>
internal static class TagReading
{
    /// <summary>Classes that mail programs give to what they quote.</summary>
    private static readonly string[] QuoteClasses =
        ["gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "tutanota_quote", "zmail_extra", "front-blockquote"];

    /// <summary>The attributes that are read anywhere.</summary>
    public static bool NeedsAttribute(ReadOnlySpan<char> name) =>
        name is "href" or "alt" or "style" or "class" or "id" or "hidden" or "size";

    /// <summary>Whether the element holds quoted text: history as a rule.</summary>
    public static bool Quotes(HtmlTagToken tag) =>
        tag.Name == "blockquote" || (tag.GetAttribute("class") is { Length: > 0 } classes && classes.Split(' ').Any(QuoteClasses.Contains));

    /// <summary>Whether all that follows is quoted: Outlook puts an element before the history, not around it.</summary>
    public static bool QuotesTheRest(HtmlTagToken tag) => tag.GetAttribute("id") is "divRplyFwdMsg" or "appendonsend";

    /// <summary>Whether it is no tag but an address that somebody forgot to escape: <c>&lt;jane@x.example&gt;</c>.</summary>
    public static bool IsAddress(HtmlTagToken tag) =>
        tag.Name.Contains('@', StringComparison.Ordinal) || tag.Name.StartsWith("http", StringComparison.Ordinal);

    /// <summary>How the tokenizer must read what comes after the tag.</summary>
    public static HtmlParseMode ModeAfter(HtmlToken token) => token.Name switch
    {
        _ when token.Type != HtmlTokenType.StartTag => HtmlParseMode.PCData,
        "script" => HtmlParseMode.Script,
        "style" or "xmp" or "iframe" or "noembed" or "noframes" => HtmlParseMode.Rawtext,
        "title" or "textarea" => HtmlParseMode.RCData,
        "plaintext" => HtmlParseMode.Plaintext,
        _ => HtmlParseMode.PCData,
    };
}
