using TnsTriage.Conversations;
using TnsTriage.Front.Api;

namespace TnsTriage.Front.Tickets;

/// <summary>
/// Makes tickets of conversations, by the rules that <c>tnseval sets import</c> makes cases by: what is measured is what ships.
/// </summary>
public sealed class ConversationReader(FrontClient client)
{
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

    /// <summary>Reads what was fetched. Drafts and comments were never sent and are no part of the ticket.</summary>
    public static ConversationReading Read(FrontConversation conversation, FrontThread thread)
    {
        FrontMessage[] messages = [.. thread.Messages.Where(message => string.IsNullOrEmpty(message.DraftMode))];
        SentMessage[] sent = [.. messages.Select(Sent)];
        var newest = ConversationTicket.Newest(sent);
        if (newest < 0)
        {
            return new ConversationReading.NotClassifiable(conversation, NotClassifiableReason.NoInboundMessage);
        }

        if (sent[newest].IsWithheld)
        {
            return new ConversationReading.NotClassifiable(conversation, NotClassifiableReason.Redacted);
        }

        var ticket = ConversationTicket.Of(conversation.Subject, sent, newest);
        if (ticket.Thread.Select(message => message.Body).Concat([ticket.Subject, ticket.Body]).All(string.IsNullOrWhiteSpace))
        {
            return new ConversationReading.NotClassifiable(conversation, NotClassifiableReason.Empty);
        }

        return new ConversationReading.Readable(conversation, ticket, messages[newest].Id)
        {
            LaterMessages = sent.Length - 1 - newest,
            Drafts = thread.Messages.Count - sent.Length,
            RedactedMessages = sent[..newest].Count(message => message.IsWithheld),
            Attachments = sent[..(newest + 1)].Sum(message => AttachmentNames.Count(message.Files)),
            IsCut = thread.IsCut,
        };
    }

    private static SentMessage Sent(FrontMessage message) => new(
        message.IsInbound,
        message.Subject,
        string.IsNullOrEmpty(message.Body) ? message.Text ?? "" : message.Body,
        [.. message.Attachments.Select(file => new AttachedFile(file.FileName, file.ContentType, file.Metadata?.IsInline == true))]);
}
