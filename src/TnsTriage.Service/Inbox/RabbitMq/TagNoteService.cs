using TnsTriage.RabbitMq;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Inbox.RabbitMq;

/// <summary>Writes into the ledger what people said by tags, whichever process took it in.</summary>
internal sealed partial class TagNoteService(RabbitBroker broker, ILedger ledger, TimeProvider time, ILogger<TagNoteService> logger) : BackgroundService
{
    private const int Prefetch = 16;

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var messages = broker.Subscribe(broker.Topology.Notes, Prefetch);
        try
        {
            while (true)
            {
                await NoteAsync(await messages.TakeAsync(stoppingToken), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;   // what is not in the ledger goes back to its queue
        }
    }

    private async Task NoteAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (RabbitNote.Read(delivery.Body) is not { } note)
        {
            LogUnreadable(logger, broker.Topology.Notes, broker.Topology.Dead);
            await delivery.RejectAsync();
            return;
        }

        while (delivery.IsOurs)
        {
            try
            {
                await ledger.NoteTagAsync(note.Conversation, note.Tag, note.IsOn, note.At);
                await delivery.AckAsync();
            }
            catch (Exception e) when (e is not StorageUnavailableException && !cancellationToken.IsCancellationRequested)
            {
                // A bug, or a note that trips one. Waiting does not help it, and those behind it must not wait.
                LogUnexpected(logger, e.GetType().Name, broker.Topology.Dead);
                await delivery.RejectAsync();
            }
            catch (StorageUnavailableException e)
            {
                // Kept, not returned: returns are counted, and the ledger's being away is no fault of the message.
                LogWaits(logger, e.Message, AfterFault);
                await Task.Delay(AfterFault, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Error, "A message of {Queue} cannot be read, it goes to {Dead}: of a newer program, or of another")]
    private static partial void LogUnreadable(ILogger logger, string queue, string dead);

    [LoggerMessage(2, LogLevel.Warning, "A tag is not in the ledger yet: {Why}; again in {Wait}")]
    private static partial void LogWaits(ILogger logger, string why, TimeSpan wait);

    [LoggerMessage(3, LogLevel.Error, "A tag cannot be noted: {Exception}; its message goes to {Dead}, replay all dead letters when the reason is gone")]
    private static partial void LogUnexpected(ILogger logger, string exception, string dead);
}
