using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace TnsEval.Reports.Markup;

/// <summary>Encodes text for a page: no character of it can end the text, and none that steers or hides is left to do so.</summary>
internal static class HtmlText
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Appends text as it can stand between tags and in a double-quoted attribute value.</summary>
    public static void Append(StringBuilder markup, string text) => markup.Append(Encoder.Encode(VisibleText.Of(text)));
}
