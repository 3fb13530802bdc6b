using TnsEval.EvalSets;
using TnsTriage;

namespace TnsEval.Perturbing;

/// <summary>The message forwarded by its own sender, so that what "I" means in it stays the same.</summary>
internal sealed class ForwardedWrapper() : Perturbation("forwarded", "the message forwarded by its sender")
{
    private static readonly string[] Notes =
        ["Sending this again in case the first mail did not reach you.", "Forwarding my own mail, since it came back to me.", "I first sent this to the wrong address, see below."];

    private static readonly string[] Dates = ["Mon, Mar 3, 2025 at 8:14 AM", "Tue, Sep 16, 2025 at 4:52 PM", "Thu, Nov 6, 2025 at 11:30 AM"];

    private protected override Ticket Rewrite(EvalCase @case, Random random)
    {
        var (note, date) = (Notes[random.Next(Notes.Length)], Dates[random.Next(Dates.Length)]);
        var header = $"{note}\n\n---------- Forwarded message ---------\nFrom: me <sender@parish.example>\nDate: {date}\nSubject: {OneLine(@case.Ticket.Subject)}\nTo: <help@support.example>";
        return @case.Ticket with { Body = MailBody.Before(@case.Ticket.Body, header) };
    }

    private static string OneLine(string subject) => subject.ReplaceLineEndings(" ");
}
