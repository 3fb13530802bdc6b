using TnsTriage.Front.Api;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Operations;

namespace TnsTriage.Service.Reconciling;

/// <summary>
/// Walks Front's list of events for what webhooks missed. Each walk goes back behind the end of the one before; the inbox knows what it
/// has. Walks of one instance follow each other.
/// </summary>
internal sealed partial class Reconciler(
    FrontClient front, EventIntake intake, ILedger ledger, TriageOptions options, FrontClock clock, TriageSignals signals,
    ILogger<Reconciler> logger)
{
    private const string Cursor = "reconciled";

    /// <summary>Events that cannot be read and were told of in the walk before; they stay in sight for as long as walks overlap.</summary>
    private HashSet<string> _told = [];

    /// <summary>One walk. The cursor moves once all pages were read, so a walk that fails is walked again.</summary>
    /// <returns>How many events had been missed.</returns>
    /// <exception cref="Front.FrontException">Front did not list its events.</exception>
    /// <exception cref="Storage.StorageUnavailableException">Inbox or ledger did not answer.</exception>
    public async Task<int> ReconcileAsync(CancellationToken cancellationToken)
    {
        // By Front's clock throughout: the newest event seen, whatever ours says.
        var newest = await ledger.CursorAsync(Cursor) ?? clock.Now;
        var query = new FrontEventQuery { Types = EventIntake.Kinds, After = newest - options.ReconcileOverlap };
        var (seen, missed, repeated) = (0, 0, 0);
        HashSet<string> unreadable = [];
        await foreach (var listed in front.GetEventsAsync(query, cancellationToken))
        {
            seen++;
            if (listed is not ListedEvent.Readable { Event: var @event })
            {
                Tell((ListedEvent.Unreadable)listed, unreadable);
                continue;
            }

            switch (await intake.TakeFoundAsync(@event))
            {
                case Enqueued.Added or Enqueued.Joined:
                    missed++;
                    LogMissed(logger, @event.Id);
                    break;
                case Enqueued.Repeated:
                    repeated++;
                    break;
            }

            newest = @event.EmittedAt > newest ? @event.EmittedAt : newest;
        }

        _told = unreadable;
        await ledger.MoveCursorAsync(Cursor, newest);
        LogWalked(logger, seen, missed);
        if (repeated > 0)
        {
            LogRepeated(logger, repeated);
        }

        return missed;
    }

    /// <summary>Once, not with every walk that sees it. Without an id, one cannot be told from another.</summary>
    private void Tell(ListedEvent.Unreadable @event, HashSet<string> seen)
    {
        var name = @event.Id?.Value ?? "without a readable id";
        if (seen.Add(name) && !_told.Contains(name))
        {
            signals.Unreadable();
            LogUnreadable(logger, name, @event.Field);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Event {Event} had come by no webhook")]
    private static partial void LogMissed(ILogger logger, EventId @event);

    [LoggerMessage(3, LogLevel.Information, "{Repeated} events were queued that nothing says are done: missed by webhooks, or still waiting")]
    private static partial void LogRepeated(ILogger logger, int repeated);

    [LoggerMessage(2, LogLevel.Information, "Of {Seen} events, {Missed} had come by no webhook")]
    private static partial void LogWalked(ILogger logger, int seen, int missed);

    [LoggerMessage(4, LogLevel.Warning, "Event {Event} in Front's list cannot be read and was passed over: {Field}. If its webhook did not come either, its conversation is not triaged")]
    private static partial void LogUnreadable(ILogger logger, string @event, string field);
}
