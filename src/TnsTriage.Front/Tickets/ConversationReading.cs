using TnsTriage.Front.Api;

namespace TnsTriage.Front.Tickets;

/// <summary>A conversation as a ticket, or why it is none. Exactly one of the nested types.</summary>
public abstract record ConversationReading
{
    private protected ConversationReading(FrontConversation conversation) => Conversation = conversation;

    /// <summary>The conversation; with another id than was asked for when Front merged it.</summary>
    public FrontConversation Conversation { get; init; }

    /// <summary>It can be classified.</summary>
    /// <param name="Conversation">The conversation.</param>
    /// <param name="Ticket">The newest inbound message is the body, what was sent before it the thread; raw, as
    /// <see cref="TnsTriage.Ticket"/> wants it.</param>
    /// <param name="Message">The message that the body was made of.</param>
    public sealed record Readable(FrontConversation Conversation, Ticket Ticket, MessageId Message) : ConversationReading(Conversation)
    {
        /// <summary>Messages sent after <see cref="Message"/>, which the ticket leaves out.</summary>
        public int LaterMessages { get; init; }

        /// <summary>Drafts, which the ticket leaves out.</summary>
        public int Drafts { get; init; }

        /// <summary>Messages of the thread whose text Front withholds; <c>[REDACTED]</c> stands there.</summary>
        public int RedactedMessages { get; init; }

        /// <summary>Files whose names, and nothing else, are in the ticket.</summary>
        public int Attachments { get; init; }

        /// <summary>Whether older messages were not read, because there are too many.</summary>
        public bool IsCut { get; init; }

        /// <summary>The conversation's id alone: what people wrote is not for logs.</summary>
        public override string ToString() => $"{nameof(Readable)} {Conversation}";
    }

    /// <summary>It cannot be classified: a person has to look, or there is nothing to look at.</summary>
    /// <param name="Conversation">The conversation.</param>
    /// <param name="Reason">Why.</param>
    public sealed record NotClassifiable(FrontConversation Conversation, NotClassifiableReason Reason) : ConversationReading(Conversation);
}

/// <summary>Why a conversation is no ticket.</summary>
public enum NotClassifiableReason
{
    /// <summary>Nobody outside wrote: a discussion, a task, an outbound message alone, or drafts.</summary>
    NoInboundMessage,

    /// <summary>
    /// Front withholds the text of the newest inbound message, as it does for tweets. A person has to look at the channel.
    /// </summary>
    Redacted,

    /// <summary>Neither a subject nor a text nor a file: nothing that a model could read.</summary>
    Empty,
}
