using TnsTriage.Service.Inbox;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Triage;

/// <summary>So many workers over one inbox. When it is stopped, no job is begun, those in flight may end within the grace period, and the rest are given back.</summary>
internal sealed partial class TriageService(
    TriageStartup startup, IInbox inbox, TriageOptions options, TimeProvider time, ILogger<TriageService> logger) : BackgroundService
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (await startup.WorkerAsync(stoppingToken) is not { } worker)
        {
            return;   // start-up has said why, and stops the host
        }

        using var work = new CancellationTokenSource();
        await using var end = time.CreateTimer(_ => work.Cancel(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using var stop = stoppingToken.Register(() =>
        {
            LogStopping(logger, options.Grace);
            end.Change(options.Grace, Timeout.InfiniteTimeSpan);
        });
        LogStarted(logger, options.Workers);
        await Task.WhenAll(Enumerable.Range(0, options.Workers).Select(_ => Task.Run(() => WorkAsync(worker, work.Token, stoppingToken), CancellationToken.None)));
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
