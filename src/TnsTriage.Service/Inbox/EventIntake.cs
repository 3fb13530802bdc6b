using TnsTriage.Front.Api;
using TnsTriage.Front.Webhooks;
using TnsTriage.Service.Ledger;

namespace TnsTriage.Service.Inbox;

/// <summary>
/// What an event calls for, whichever way it came. Whether a conversation was seen is asked of the ledger by the worker, not here: a
/// webhook must not wait.
/// </summary>
internal sealed class EventIntake(IInbox inbox, ILedger ledger)
{
    private const string Tagged = "tag", Untagged = "untag";

    /// <summary>The kinds of events that can call for something.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["inbound", "conversations_merged", Tagged, Untagged];

    /// <summary>Stores an event that calls for triage, and what people say by tags; null when it calls for nothing.</summary>
    /// <exception cref="Storage.StorageUnavailableException">It was not stored.</exception>
    public async Task<Enqueued?> TakeAsync(FrontEvent @event)
    {
        if (FirstTouch.Judge(@event, static _ => false) is Touch.Triage or Touch.Merged)
        {
            return await inbox.EnqueueAsync(new InboxEvent { Id = @event.Id, Conversation = @event.Conversation!.Value, Merged = @event.MergedConversations });
        }

        // By a person: tags by rules and programs, ours among them, say nothing about a decision.
        if (@event is { Type: Tagged or Untagged, SourceType: "teammate", Conversation: { } conversation, Tags: [var tag, ..] })
        {
            await ledger.NoteTagAsync(conversation, tag, @event.Type == Tagged, @event.EmittedAt);
            return Enqueued.Noted;
        }

        return null;
    }
}
