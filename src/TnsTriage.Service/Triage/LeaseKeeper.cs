namespace TnsTriage.Service.Triage;

/// <summary>
/// Renews what work is done by, a lease and the hold that goes with it, and cancels the work when it was lost or could not be renewed before it
/// ended, whatever the reason.
/// </summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource _done = new();
    private readonly Task _keeping;

    /// <param name="renewAsync">Makes it last for a whole duration from now on; false when it was lost.</param>
    /// <param name="duration">How long it lasts without.</param>
    /// <param name="time">The clock.</param>
    /// <param name="work">Cancelled in time to stop before somebody else may begin.</param>
    public LeaseKeeper(Func<Task<bool>> renewAsync, TimeSpan duration, TimeProvider time, CancellationTokenSource work) =>
        _keeping = KeepAsync(renewAsync, duration, time, work, _done.Token);

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _keeping;
        _done.Dispose();
    }

    private static async Task KeepAsync(
        Func<Task<bool>> renewAsync, TimeSpan duration, TimeProvider time, CancellationTokenSource work, CancellationToken done)
    {
        var (tenth, renewed) = (duration / 10, time.GetTimestamp());
        while (true)
        {
            await Task.Delay(duration / 3, time, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
            {
                return;
            }

            try
            {
                var asked = time.GetTimestamp();
                var left = (9 * tenth) - time.GetElapsedTime(renewed);
                if (!await renewAsync().WaitAsync(left > tenth ? left : tenth, time, done))   // an answer that hangs is none
                {
                    break;
                }

                renewed = asked;
            }
            catch (Exception) when (done.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not Storage.StorageUnavailableException || time.GetElapsedTime(renewed) >= 6 * tenth)
            {
                break;
            }
            catch (Storage.StorageUnavailableException)
            {
                continue;   // there is time for another try
            }
        }

        await work.CancelAsync();
    }
}
