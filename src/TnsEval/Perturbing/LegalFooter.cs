using TnsEval.EvalSets;
using TnsTriage;

namespace TnsEval.Perturbing;

/// <summary>A notice of confidentiality behind the message: words of law that are evidence of nothing (label rule L5).</summary>
internal sealed class LegalFooter() : Perturbation("legal_footer", "a confidentiality notice behind the message")
{
    private static readonly string[] Footers =
    [
        "CONFIDENTIALITY NOTICE: This e-mail and any attachment may contain privileged information protected by law. If you are not the intended recipient, any "
            + "disclosure, copying or distribution is prohibited and may be unlawful. Please notify the sender and delete all copies.",
        "This message is intended only for the person or entity to which it is addressed. Unauthorized use is strictly prohibited and violations may be prosecuted. "
            + "The organization accepts no liability for damage caused by any virus transmitted by this e-mail.",
        "Please consider the environment before printing. This communication does not constitute legal advice or a binding agreement, and the views expressed are the "
            + "author's own. E-mails may be monitored and recorded for compliance.",
    ];

    private protected override Ticket Rewrite(EvalCase @case, Random random) =>
        @case.Ticket with { Body = MailBody.Behind(@case.Ticket.Body, Footers[random.Next(Footers.Length)]) };
}
