namespace TnsTriage.Conversations;

/// <summary>A file of a message. Name and type are whatever the sender says.</summary>
internal sealed record AttachedFile(string? Name, string? ContentType, bool IsInline)
{
    /// <summary>Nothing: what people wrote is not for logs.</summary>
    public override string ToString() => nameof(AttachedFile);
}

/// <summary>A message that was sent: no draft, no comment. Its text is raw, markup and all.</summary>
internal sealed record SentMessage(bool IsInbound, string? Subject, string Text, IReadOnlyList<AttachedFile> Files)
{
    private const string Withheld = "[REDACTED]";

    /// <summary>Whether Front keeps its text back, as it does for tweets. Who types these ten characters and nothing else is looked at by a person.</summary>
    public bool IsWithheld => Text.Trim() == Withheld;

    /// <summary>Nothing: what people wrote is not for logs.</summary>
    public override string ToString() => nameof(SentMessage);
}

/// <summary>
/// Which part of a conversation is the ticket. The service and the import of exports read by it alike, so that what is measured is what ships.
/// </summary>
internal static class ConversationTicket
{
    /// <summary>The index of the message that a ticket is about; -1 when nobody outside wrote.</summary>
    public static int Newest(IReadOnlyList<SentMessage> sent)
    {
        for (var index = sent.Count - 1; index >= 0; index--)
        {
            if (sent[index].IsInbound)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>
    /// The newest inbound message is the body and what was sent before it the thread; what came after it is left out, for a classifier that
    /// reads a ticket on arrival has not seen the reply. Names of files stand in the text, files do not.
    /// </summary>
    /// <param name="subject">The conversation's; the newest message's when it has none.</param>
    /// <param name="sent">Oldest first.</param>
    /// <param name="newest">As <see cref="Newest"/> tells it.</param>
    public static Ticket Of(string? subject, IReadOnlyList<SentMessage> sent, int newest) => new()
    {
        Subject = string.IsNullOrEmpty(subject) ? sent[newest].Subject ?? "" : subject,
        Body = TextOf(sent[newest]),
        Thread = [.. sent.Take(newest).Select(message => new ThreadMessage(message.IsInbound ? ThreadAuthor.Sender : ThreadAuthor.Agent, TextOf(message)))],
    };

    private static string TextOf(SentMessage message) => AttachmentNames.Above(message.Text, message.Files);
}
