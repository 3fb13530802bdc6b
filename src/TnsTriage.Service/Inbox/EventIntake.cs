using TnsTriage.Front.Api;
using TnsTriage.Front.Webhooks;

namespace TnsTriage.Service.Inbox;

/// <summary>
/// What an event calls for, whichever way it came. Whether a conversation was seen is asked of the ledger by the worker, not here: a
/// webhook must not wait.
/// </summary>
internal sealed class EventIntake(IInbox inbox)
{
    /// <summary>The kinds of events that can call for triage.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["inbound", "conversations_merged"];

    /// <summary>Stores an event that calls for triage; null when it does not.</summary>
    /// <exception cref="Storage.StorageUnavailableException">It was not stored.</exception>
    public async Task<Enqueued?> TakeAsync(FrontEvent @event) => FirstTouch.Judge(@event, static _ => false) is Touch.Triage or Touch.Merged
        ? await inbox.EnqueueAsync(new InboxEvent { Id = @event.Id, Conversation = @event.Conversation!.Value, Merged = @event.MergedConversations })
        : null;
}
