using System.Text.RegularExpressions;

namespace TnsTriage.Text.Html;

/// <summary>
/// Tells HTML from a plain text with tags in it. When in doubt a text is plain: a model reads stray tags easily, but what would be
/// taken out of "I typed &lt;script&gt; into the name field and it ran" is what matters. A text is HTML when
/// <list type="number">
/// <item>it starts with a doctype or one of <c>html head body meta style</c>;</item>
/// <item>or it starts with a block element that is closed somewhere;</item>
/// <item>or it starts with an inline element and ends with a tag;</item>
/// <item>or it has two <c>&lt;br&gt;</c> straight after words, and no line break of its own but after a tag.</item>
/// </list>
/// White space and comments before the start do not count.
/// </summary>
internal static partial class HtmlRule
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>Applies the rule. Linear in the length of the text.</summary>
    public static bool IsHtml(string text)
    {
        if (!text.Contains('<', StringComparison.Ordinal))
        {
            return false;
        }

        var content = text.AsSpan(StartOfContent(text));
        return Document.IsMatch(content)
            || StartsWithClosedBlock(content)
            || (InlineStart.IsMatch(content) && EndsWithTag(content))
            || (LineBreakTag.Count(content) >= 2 && !LineBreakOfItsOwn.IsMatch(content));
    }

    private static int StartOfContent(string text)
    {
        for (var at = 0; ;)
        {
            while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == '\uFEFF'))
            {
                at++;
            }

            if (string.CompareOrdinal(text, at, "<!--", 0, 4) != 0
                || text.IndexOf("-->", at + 4, StringComparison.Ordinal) is not (> 0 and var end))
            {
                return at;
            }

            at = end + 3;
        }
    }

    private static bool StartsWithClosedBlock(ReadOnlySpan<char> text)
    {
        foreach (var match in BlockStart.EnumerateMatches(text))
        {
            return text.Contains($"</{text.Slice(1, match.Length - 1)}", StringComparison.OrdinalIgnoreCase);
        }

        return false;
    }

    private static bool EndsWithTag(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd();
        return text.EndsWith('>')
            && text.LastIndexOf('<') is var open and >= 0
            && (char.IsAsciiLetter(text[open + 1]) || text[open + 1] == '/');
    }

    [GeneratedRegex(@"^<(!doctype|html|head|body|meta|style)[\s/>]", Options, Timeout.Infinite)]
    private static partial Regex Document { get; }

    [GeneratedRegex(
        @"^<(p|div|table|center|section|article|header|main|footer|ul|ol|blockquote|pre|form|h[1-6])(?=[\s>])", Options, Timeout.Infinite)]
    private static partial Regex BlockStart { get; }

    [GeneratedRegex(@"^<(a|b|i|u|em|strong|span|font|small|big|img|br|hr|label|abbr|tt|s|sub|sup)[\s/>]", Options, Timeout.Infinite)]
    private static partial Regex InlineStart { get; }

    [GeneratedRegex(@"(?<=[^\s(""'`])<br\s*/?>", Options, Timeout.Infinite)]
    private static partial Regex LineBreakTag { get; }

    [GeneratedRegex(@"[^>\s][ \t]*\r?\n", Options, Timeout.Infinite)]
    private static partial Regex LineBreakOfItsOwn { get; }
}
