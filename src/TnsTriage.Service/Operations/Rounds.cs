using TnsTriage.Front;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Operations;

/// <summary>
/// What a service repeats for as long as it runs. A round that fails, for whatever reason, is told and followed by the next one: an exception that
/// left a background service would end the process, triage and webhooks with it.
/// </summary>
internal static class Rounds
{
    /// <param name="round">One round.</param>
    /// <param name="pause">How long to wait after it.</param>
    /// <param name="fail">Told why a round failed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stopping">Ends it, without an exception.</param>
    public static async Task RunAsync(Func<Task> round, Func<TimeSpan> pause, Action<string> fail, TimeProvider time, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await round();
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                fail(ReasonOf(e));
            }

            await Task.Delay(pause(), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The message of exceptions of ours; others may hold anything, and only their type is told.</summary>
    private static string ReasonOf(Exception e) => e is StorageUnavailableException or FrontException ? e.Message : e.GetType().Name;
}
