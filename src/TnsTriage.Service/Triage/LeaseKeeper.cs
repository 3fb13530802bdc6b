using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Triage;

/// <summary>
/// Renews a lease and the hold that goes with it while they are worked on, and cancels the work when either was lost or could not be renewed
/// before it ended.
/// </summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource _done = new();
    private readonly Task _keeping;

    public LeaseKeeper(
        (IInbox Inbox, InboxLease Lease) job, (ILedger Ledger, Hold Hold) claim, TimeSpan duration, TimeProvider time, CancellationTokenSource work) =>
        _keeping = KeepAsync(
            async () => await claim.Ledger.RenewAsync(claim.Hold, duration) && await job.Inbox.RenewAsync(job.Lease, duration),
            duration, time, work, _done.Token);

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _keeping;
        _done.Dispose();
    }

    private static async Task KeepAsync(
        Func<Task<bool>> renewAsync, TimeSpan duration, TimeProvider time, CancellationTokenSource work, CancellationToken done)
    {
        var renewed = time.GetTimestamp();
        while (!done.IsCancellationRequested)
        {
            await Task.Delay(duration / 3, time, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
            {
                return;
            }

            try
            {
                if (!await renewAsync())
                {
                    await work.CancelAsync();
                    return;
                }

                renewed = time.GetTimestamp();
            }
            catch (StorageUnavailableException) when (time.GetElapsedTime(renewed) < duration * 2 / 3)
            {
                continue;   // there is time for another try
            }
            catch (StorageUnavailableException)
            {
                await work.CancelAsync();
                return;
            }
        }
    }
}
