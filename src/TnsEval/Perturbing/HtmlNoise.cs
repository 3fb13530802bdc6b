using System.Net;
using TnsEval.EvalSets;
using TnsTriage;
using TnsTriage.Text.Html;

namespace TnsEval.Perturbing;

/// <summary>The message as a mail program writes it: paragraphs, spans, style, empty elements and an image that is not there.</summary>
internal sealed class HtmlNoise() : Perturbation("html", "the message inside a mail program's HTML")
{
    private static readonly string[] Fonts = ["Calibri,sans-serif", "Arial,Helvetica,sans-serif", "'Times New Roman',serif"];

    private protected override Ticket Rewrite(EvalCase @case, Random random)
    {
        var style = $"font-family:{Fonts[random.Next(Fonts.Length)]};font-size:{random.Next(10, 13)}pt;color:#1f1f1f";
        var body = @case.Ticket.Body;
        var inner = HtmlRule.IsHtml(body) ? body : string.Concat(body.ReplaceLineEndings("\n").Split('\n').Select(Paragraph));
        return @case.Ticket with
        {
            Body = $"""<div class="WordSection1" dir="ltr" style="{style}">{inner}<p class="MsoNormal"><o:p>&nbsp;</o:p></p><img src="https://mail.example/open.gif" width="1" height="1" alt=""></div>""",
        };
    }

    private static string Paragraph(string line) => line.Length == 0
        ? "<p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p>"
        : $"<p class=\"MsoNormal\" style=\"margin:0in\"><span lang=\"EN-US\">{WebUtility.HtmlEncode(line)}<o:p></o:p></span></p>";
}
