using TnsTriage.Assessments;

namespace TnsTriage.Text;

/// <summary>A ticket with each of its parts prepared for a model.</summary>
public sealed class PreparedTicket
{
    /// <summary>Prepares every part of a ticket.</summary>
    public PreparedTicket(Ticket ticket)
    {
        Ticket = ticket;
        Subject = PreparedText.Of(ticket.Subject);
        Body = PreparedText.Of(ticket.Body);
        Thread = [.. ticket.Thread.Select(message => PreparedText.Of(message.Body))];
    }

    /// <summary>The ticket as it arrived.</summary>
    public Ticket Ticket { get; }

    /// <summary>The subject line.</summary>
    public PreparedText Subject { get; }

    /// <summary>The newest message.</summary>
    public PreparedText Body { get; }

    /// <summary>Earlier messages, in the order of <see cref="Ticket.Thread"/>.</summary>
    public IReadOnlyList<PreparedText> Thread { get; }

    /// <summary>The thread as one text, oldest message first; empty when there is none.</summary>
    public string ThreadView => string.Join("\n\n", Thread.Select((message, index) => $"[message {index + 1}, from {WireName<ThreadAuthor>.Of(Ticket.Thread[index].From)}]\n{message.View}"));

    /// <summary>Characters of all views together.</summary>
    public int ViewLength => Subject.View.Length + Body.View.Length + Thread.Sum(message => message.View.Length);

    /// <summary>Finds a quote in the body, the subject or the thread (in that order).</summary>
    /// <returns>Where it stands in the raw ticket, or null when it stands nowhere.</returns>
    public EvidenceLocation? Locate(string quote)
    {
        if (Body.Find(quote) is { } inBody)
        {
            return new EvidenceLocation(TicketPart.Body, 0, inBody.Start, inBody.Length);
        }

        if (Subject.Find(quote) is { } inSubject)
        {
            return new EvidenceLocation(TicketPart.Subject, 0, inSubject.Start, inSubject.Length);
        }

        for (var index = 0; index < Thread.Count; index++)
        {
            if (Thread[index].Find(quote) is { } inThread)
            {
                return new EvidenceLocation(TicketPart.Thread, index, inThread.Start, inThread.Length);
            }
        }

        return null;
    }
}
