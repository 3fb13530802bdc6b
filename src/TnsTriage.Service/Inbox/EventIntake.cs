using TnsTriage.Front.Api;
using TnsTriage.Front.Webhooks;

namespace TnsTriage.Service.Inbox;

/// <summary>
/// What an event calls for, whichever way it came. Whether a conversation was seen is asked of the ledger by the worker, not here: a
/// webhook must not wait.
/// </summary>
internal sealed class EventIntake(IInbox inbox, ITagNotes notes)
{
    private const string Tagged = "tag", Untagged = "untag";

    /// <summary>The kinds of events that can call for something.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["inbound", "conversations_merged", Tagged, Untagged];

    /// <summary>Stores an event that calls for triage, and what people say by tags; null when it calls for nothing.</summary>
    /// <exception cref="Storage.StorageUnavailableException">It was not stored.</exception>
    public Task<Enqueued?> TakeAsync(FrontEvent @event) => TakeAsync(@event, inbox.EnqueueAsync);

    /// <summary>The same of an event that was found in Front's list, where it is found again and again.</summary>
    public Task<Enqueued?> TakeFoundAsync(FrontEvent @event) => TakeAsync(@event, inbox.EnqueueFoundAsync);

    private async Task<Enqueued?> TakeAsync(FrontEvent @event, Func<InboxEvent, Task<Enqueued>> enqueueAsync)
    {
        if (FirstTouch.Judge(@event, static _ => false) is Touch.Triage or Touch.Merged)
        {
            return await enqueueAsync(new InboxEvent { Id = @event.Id, Conversation = @event.Conversation!.Value, Merged = @event.MergedConversations });
        }

        // By a person: tags by rules and programs, ours among them, say nothing about a decision.
        if (@event is { Type: Tagged or Untagged, SourceType: "teammate", Conversation: { } conversation, Tags: [var tag, ..] })
        {
            await notes.NoteAsync(new TagNote(conversation, tag, @event.Type == Tagged, @event.EmittedAt));
            return Enqueued.Noted;
        }

        return null;
    }
}
