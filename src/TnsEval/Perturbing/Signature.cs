using TnsEval.EvalSets;
using TnsTriage;

namespace TnsEval.Perturbing;

/// <summary>A mail program's signature behind the message. It names no person: a second name under a signed ticket would be a fact of its own.</summary>
internal sealed class Signature() : Perturbation("signature", "a signature behind the message")
{
    private static readonly string[] Signatures =
    [
        "-- \nSent from my phone, please excuse any slips.",
        "-- \nParish office\nOpen Monday to Thursday, 9 to 3\n555-0142 | office@parish.example | www.parish.example",
        "-- \nChurch office | 12 Mill Lane\nSundays at 9:00 and 11:00, all are welcome\nhttps://church.example",
    ];

    private protected override Ticket Rewrite(EvalCase @case, Random random) =>
        @case.Ticket with { Body = MailBody.Behind(@case.Ticket.Body, Signatures[random.Next(Signatures.Length)]) };
}
