using TnsTriage.Front.Api;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;

namespace TnsTriage.Service.Reconciling;

/// <summary>
/// Walks Front's list of events for what webhooks missed. Each walk goes back behind the end of the one before; the inbox knows what it
/// has.
/// </summary>
internal sealed partial class Reconciler(
    FrontClient front, EventIntake intake, ILedger ledger, TriageOptions options, FrontClock clock, ILogger<Reconciler> logger)
{
    private const string Cursor = "reconciled";

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
        await foreach (var @event in front.GetEventsAsync(query, cancellationToken))
        {
            seen++;
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

        await ledger.MoveCursorAsync(Cursor, newest);
        LogWalked(logger, seen, missed);
        if (repeated > 0)
        {
            LogRepeated(logger, repeated);
        }

        return missed;
    }

    [LoggerMessage(1, LogLevel.Warning, "Event {Event} had come by no webhook")]
    private static partial void LogMissed(ILogger logger, EventId @event);

    [LoggerMessage(3, LogLevel.Information, "{Repeated} events were queued that nothing says are done: missed by webhooks, or still waiting")]
    private static partial void LogRepeated(ILogger logger, int repeated);

    [LoggerMessage(2, LogLevel.Information, "Of {Seen} events, {Missed} had come by no webhook")]
    private static partial void LogWalked(ILogger logger, int seen, int missed);
}
