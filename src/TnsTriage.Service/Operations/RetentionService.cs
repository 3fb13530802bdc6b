using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Operations;

/// <summary>Deletes, once a day, what is older than it is to be kept.</summary>
internal sealed partial class RetentionService(
    IInbox inbox, ILedger ledger, TriageOptions options, TimeProvider time, ILogger<RetentionService> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    /// <summary>Deletes once.</summary>
    /// <exception cref="StorageUnavailableException">Inbox or ledger did not answer.</exception>
    public async Task PurgeAsync()
    {
        var now = time.GetUtcNow();
        var retention = options.Retention;
        var events = retention.EventDays == 0 ? 0 : await inbox.PurgeAsync(now.AddDays(-retention.EventDays));
        var decisions = retention.DecisionDays == 0 ? 0 : await ledger.PurgeAsync(now.AddDays(-retention.DecisionDays));
        if (events + decisions > 0)
        {
            LogPurged(logger, decisions, retention.DecisionDays, events, retention.EventDays);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Rounds.RunAsync(PurgeAsync, () => Every, why => LogFailed(logger, why), time, stoppingToken);

    [LoggerMessage(1, LogLevel.Information,
        "Deleted {Decisions} decisions older than {DecisionDays} days and {Events} ids of events older than {EventDays} days")]
    private static partial void LogPurged(ILogger logger, int decisions, int decisionDays, int events, int eventDays);

    [LoggerMessage(2, LogLevel.Warning, "What is old was not deleted: {Why}")]
    private static partial void LogFailed(ILogger logger, string why);
}
