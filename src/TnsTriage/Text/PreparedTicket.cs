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

    /// <summary>
    /// The thread as one text, oldest message first, each under a line such as "[message 1, from sender]"; empty when there is none.
    /// </summary>
    public string ThreadView => string.Join("\n\n", Thread.Select((text, index) => $"{Heading(index)}\n{text.View}"));

    /// <summary>Characters of all views together.</summary>
    public int ViewLength => Subject.View.Length + Body.View.Length + Thread.Sum(message => message.View.Length);

    /// <summary>
    /// Finds a quote in the body, the subject or the thread, in that order; what counts as equal is up to <see
    /// cref="PreparedText.Find"/>.
    /// </summary>
    /// <returns>Where it stands in the raw ticket, or null when it stands nowhere.</returns>
    public EvidenceLocation? Locate(string quote) =>
        Locate(quote, Body, TicketPart.Body)
        ?? Locate(quote, Subject, TicketPart.Subject)
        ?? Thread.Select((message, index) => Locate(quote, message, TicketPart.Thread, index)).FirstOrDefault(found => found is not null);

    private static EvidenceLocation? Locate(string quote, PreparedText text, TicketPart part, int threadIndex = 0) =>
        text.Find(quote) is var (start, length) ? new EvidenceLocation(part, threadIndex, start, length) : null;

    private string Heading(int index) => $"[message {index + 1}, from {WireName<ThreadAuthor>.Of(Ticket.Thread[index].From)}]";
}
