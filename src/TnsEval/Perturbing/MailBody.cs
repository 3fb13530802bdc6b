using System.Net;
using TnsTriage.Text.Html;

namespace TnsEval.Perturbing;

/// <summary>Puts text before or behind the text of a mail, in the mail's own format.</summary>
internal static class MailBody
{
    public static string Before(string body, string text) => HtmlRule.IsHtml(body) ? $"{Html(text)}{body}" : body.Length == 0 ? text : $"{text}\n\n{body}";

    public static string Behind(string body, string text) => HtmlRule.IsHtml(body) ? $"{body}{Html(text)}" : body.Length == 0 ? text : $"{body}\n\n{text}";

    /// <summary>Plain text as HTML, line by line.</summary>
    public static string Html(string text) => $"<div>{string.Join("<br>", text.Split('\n').Select(WebUtility.HtmlEncode))}</div>";
}
