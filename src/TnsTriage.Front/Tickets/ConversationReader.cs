using TnsTriage.Front.Api;

namespace TnsTriage.Front.Tickets;

/// <summary>
/// Makes tickets of conversations, by the rules that <c>tnseval sets import</c> makes cases by: what is measured is what ships.
/// </summary>
public sealed class ConversationReader(FrontClient client)
{
    private const string Withheld = "[REDACTED]";

    /// <summary>Fetches a conversation and its messages, two calls as a rule, and reads them.</summary>
    /// <exception cref="FrontException">Front did not give them.</exception>
    public async Task<ConversationReading> ReadAsync(ConversationId id, CancellationToken cancellationToken = default)
    {
        var conversation = await client.GetConversationAsync(id, cancellationToken).ConfigureAwait(false);
        var thread = await client.GetMessagesAsync(conversation.Id, cancellationToken).ConfigureAwait(false);
        if (thread.Conversation != conversation.Id)
        {
            // Merged between the two calls.
            conversation = await client.GetConversationAsync(thread.Conversation, cancellationToken).ConfigureAwait(false);
        }

        return Read(conversation, thread);
    }

    /// <summary>
    /// Reads what was fetched. The newest inbound message is the body and what was sent before it the thread; what came after it is left
    /// out, for a classifier that
    /// reads a ticket on arrival has not seen the reply. Drafts and comments were never sent and are no part of it.
    /// </summary>
    public static ConversationReading Read(FrontConversation conversation, FrontThread thread)
    {
        FrontMessage[] sent = [.. thread.Messages.Where(message => string.IsNullOrEmpty(message.DraftMode))];
        var newest = Array.FindLastIndex(sent, message => message.IsInbound);
        if (newest < 0)
        {
            return new ConversationReading.NotClassifiable(conversation, NotClassifiableReason.NoInboundMessage);
        }

        var body = sent[newest];
        if (IsWithheld(body))
        {
            return new ConversationReading.NotClassifiable(conversation, NotClassifiableReason.Redacted);
        }

        var ticket = new Ticket
        {
            Subject = string.IsNullOrEmpty(conversation.Subject) ? body.Subject ?? "" : conversation.Subject,
            Body = AttachmentNames.Above(Text(body), body.Attachments),
            Thread = [.. sent[..newest].Select(message => new ThreadMessage(
                message.IsInbound ? ThreadAuthor.Sender : ThreadAuthor.Agent,
                AttachmentNames.Above(Text(message), message.Attachments)))],
        };
        if (ticket.Thread.Select(message => message.Body).Concat([ticket.Subject, ticket.Body]).All(string.IsNullOrWhiteSpace))
        {
            return new ConversationReading.NotClassifiable(conversation, NotClassifiableReason.Empty);
        }

        return new ConversationReading.Readable(conversation, ticket, body.Id)
        {
            LaterMessages = sent.Length - 1 - newest,
            Drafts = thread.Messages.Count - sent.Length,
            RedactedMessages = sent[..newest].Count(IsWithheld),
            Attachments = sent[..(newest + 1)].Sum(message => AttachmentNames.Count(message.Attachments)),
            IsCut = thread.IsCut,
        };
    }

    /// <summary>
    /// The text as it was sent, markup and all: what stands hidden in it is for the classifier's own preparation to find.
    /// </summary>
    private static string Text(FrontMessage message) => string.IsNullOrEmpty(message.Body) ? message.Text ?? "" : message.Body;

    /// <summary>In any channel: to somebody who types these ten characters and nothing else, a person may look.</summary>
    private static bool IsWithheld(FrontMessage message) => Text(message).Trim() == Withheld;
}
