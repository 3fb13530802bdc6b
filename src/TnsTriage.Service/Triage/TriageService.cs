using TnsTriage.Service.Inbox;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Triage;

/// <summary>
/// So many workers over one inbox. When it is stopped, no job is begun, those in flight may end within the grace period, and the rest are
/// given back.
/// </summary>
internal sealed partial class TriageService(
    TriageStartup startup, IInbox inbox, TriageOptions options, TimeProvider time, ILogger<TriageService> logger) : BackgroundService
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _work = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        LogStopping(logger, options.Grace);
        await using var grace = time.CreateTimer(_ => _work.Cancel(), state: null, options.Grace, Timeout.InfiniteTimeSpan);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _work.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (await startup.WorkerAsync(stoppingToken) is not { } worker)
        {
            return;   // start-up has said why, and stops the host
        }

        LogStarted(logger, options.Workers);
        await Task.WhenAll(Enumerable.Range(0, options.Workers).Select(_ =>
            Task.Run(() => WorkAsync(worker, _work.Token, stoppingToken), CancellationToken.None)));
        LogStopped(logger);
    }

    private async Task WorkAsync(TriageWorker worker, CancellationToken work, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!await worker.WorkOnceAsync(work))
                {
                    await inbox.WaitAsync(stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The job is leased until its lease ends; a worker that gave up here would be missing from then on, and nobody would know.
                LogFault(logger, e is StorageUnavailableException ? e.Message : e.GetType().Name, AfterFault);
                await Task.Delay(AfterFault, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Workers} workers triage")]
    private static partial void LogStarted(ILogger logger, int workers);

    [LoggerMessage(2, LogLevel.Information, "No conversation is begun any more; those in flight have {Grace}")]
    private static partial void LogStopping(ILogger logger, TimeSpan grace);

    [LoggerMessage(3, LogLevel.Information, "All workers have stopped")]
    private static partial void LogStopped(ILogger logger);

    [LoggerMessage(4, LogLevel.Error, "A worker cannot go on: {Why}; again in {Wait}")]
    private static partial void LogFault(ILogger logger, string why, TimeSpan wait);
}
