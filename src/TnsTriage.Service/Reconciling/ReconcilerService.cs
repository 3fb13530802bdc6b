using TnsTriage.Front;
using TnsTriage.Service.Operations;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Reconciling;

/// <summary>Reconciles at the start, for what came while the service was down, and then on a schedule.</summary>
internal sealed partial class ReconcilerService(
    Reconciler reconciler, IReconcilerTurn turn, TriageOptions options, TimeProvider time, ILogger<ReconcilerService> logger) : BackgroundService
{
    /// <summary>Walks when it is this process's turn.</summary>
    /// <returns>Whether it was.</returns>
    /// <exception cref="FrontException">Front did not list its events.</exception>
    /// <exception cref="StorageUnavailableException">Inbox or ledger did not answer.</exception>
    public async Task<bool> TryWalkAsync(CancellationToken cancellationToken)
    {
        var isOurs = await turn.IsOursAsync(cancellationToken);
        if (isOurs)
        {
            await reconciler.ReconcileAsync(cancellationToken);
        }

        return isOurs;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => options.ReconcileEvery == TimeSpan.Zero ? Task.CompletedTask : Rounds.RunAsync(
        () => TryWalkAsync(stoppingToken), () => options.ReconcileEvery, why => LogFailed(logger, why, options.ReconcileEvery), time, stoppingToken);

    [LoggerMessage(1, LogLevel.Warning, "Front's events were not searched: {Why}; again in {Wait}")]
    private static partial void LogFailed(ILogger logger, string why, TimeSpan wait);
}
