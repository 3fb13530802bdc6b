using TnsTriage.Front;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Reconciling;

/// <summary>Reconciles at the start, for what came while the service was down, and then on a schedule.</summary>
internal sealed partial class ReconcilerService(
    Reconciler reconciler, TriageOptions options, TimeProvider time, ILogger<ReconcilerService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.ReconcileEvery > TimeSpan.Zero && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await reconciler.ReconcileAsync(stoppingToken);
            }
            catch (Exception e) when (e is FrontException or StorageUnavailableException)
            {
                LogFailed(logger, e.Message, options.ReconcileEvery);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(options.ReconcileEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Front's events were not searched: {Why}; again in {Wait}")]
    private static partial void LogFailed(ILogger logger, string why, TimeSpan wait);
}
