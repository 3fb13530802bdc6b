using TnsEval.EvalSets;
using TnsTriage;
using TnsTriage.Text.Html;

namespace TnsEval.Perturbing;

/// <summary>The desk's own acknowledgement quoted behind the message. It says nothing of the matter, and above all not that it was dealt with (label rule L4).</summary>
internal sealed class QuotedReply() : Perturbation("quoted_reply", "an acknowledgement of the desk quoted behind the message")
{
    private static readonly string[] Replies =
    [
        "Thank you for contacting support.\nYour message has been received and is in our queue.\nPlease keep this line in your reply so that we can find it.",
        "Hello,\nthis is an automatic reply. We read every message in the order in which it arrives.\nOur opening hours are 9 to 5, Monday to Friday.",
    ];

    private protected override Ticket Rewrite(EvalCase @case, Random random)
    {
        var body = @case.Ticket.Body;
        var reply = Replies[random.Next(Replies.Length)];
        const string Header = "On Mon, Oct 6, 2025 at 9:12 AM Support <help@support.example> wrote:";
        return @case.Ticket with
        {
            Body = HtmlRule.IsHtml(body)
                ? $"{body}<div class=\"gmail_quote\">{MailBody.Html(Header)}<blockquote>{MailBody.Html(reply)}</blockquote></div>"
                : MailBody.Behind(body, $"{Header}\n> {reply.Replace("\n", "\n> ", StringComparison.Ordinal)}"),
        };
    }
}
