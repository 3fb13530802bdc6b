using TnsTriage.Front.Api;

namespace TnsTriage.Front.Webhooks;

/// <summary>What an event means to a triage that reads each conversation once.</summary>
public enum Touch
{
    /// <summary>Somebody outside wrote, in a conversation not seen before: triage it.</summary>
    Triage,

    /// <summary>Somebody outside wrote again, or the event came again: the conversation was seen.</summary>
    Seen,

    /// <summary>
    /// Conversations became one: what is kept under <see cref="FrontEvent.MergedConversations"/> belongs under
    /// <see cref="FrontEvent.Conversation"/> now.
    /// </summary>
    Merged,

    /// <summary>A write by API: an echo of ours, or another program's.</summary>
    Echo,

    /// <summary>
    /// Nothing that a triage starts with: an agent's doing, an outbound message, a call, or a kind that does not exist yet.
    /// </summary>
    Other,
}

/// <summary>
/// Front has no event for a created conversation. A conversation is new with the first <c>inbound</c> event of an id not seen before; one
/// that began with an
/// outbound message, a call or a comment has nothing to triage until somebody outside writes, and then gives that event too.
/// </summary>
public static class FirstTouch
{
    /// <summary>Judges an event.</summary>
    /// <param name="event">From a webhook or the list of events.</param>
    /// <param name="isSeen">Whether a conversation was seen before, under this id or one that was merged into it; asked for inbound events
    /// only.</param>
    public static Touch Judge(FrontEvent @event, Func<ConversationId, bool> isSeen) => @event switch
    {
        { Type: "inbound", Conversation: { } conversation } => isSeen(conversation) ? Touch.Seen : Touch.Triage,
        { Type: "conversations_merged", Conversation: not null } => Touch.Merged,
        { SourceType: "api" or "oauth_client" } => Touch.Echo,
        _ => Touch.Other,
    };
}
