using TnsEval.Workers.Messages;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Coordinating;

/// <summary>Publishes jobs, each until the broker has it or nobody waits for it any more. Safe to use from many threads.</summary>
/// <param name="connection">The way to the broker.</param>
/// <param name="queue">Where to.</param>
/// <param name="open">The jobs; what cannot heal ends them.</param>
/// <param name="standstill">Told of each that was stored.</param>
/// <param name="time">The clock.</param>
/// <param name="over">The end of the session.</param>
internal sealed class JobPublisher(BrokerConnection connection, string queue, OpenJobs open, Standstill standstill, TimeProvider time, CancellationToken over) : IAsyncDisposable
{
    /// <summary>The client slows publishers down from half of its 128 unconfirmed messages on; more at once would not be faster.</summary>
    private const int AtOnce = 60;

    private static readonly TimeSpan ConfirmPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    private readonly ConfirmedPublisher _publisher = new(connection, time);
    private readonly SemaphoreSlim _turns = new(AtOnce, AtOnce);

    /// <summary>Ends when the job is stored, or when that is of no use any more. Does not throw.</summary>
    public async Task PublishAsync(OpenJob job)
    {
        try
        {
            await _turns.WaitAsync(over);
            try
            {
                await PublishUntilConfirmedAsync(job);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (Exception) when (over.IsCancellationRequested)
        {
            return;   // nobody waits for it any more
        }
        catch (Exception e)
        {
            open.Stop(e);
        }
    }

    /// <summary>To be called when the session is over.</summary>
    public ValueTask DisposeAsync() => _publisher.DisposeAsync();

    private async Task PublishUntilConfirmedAsync(OpenJob job)
    {
        while (!job.Answer.Task.IsCompleted)
        {
            try
            {
                await _publisher.PublishAsync(queue, job.Letter.Body, job.Letter.Properties(), ConfirmPatience, over);
                job.Published();
                standstill.Moved();
                return;
            }
            catch (BrokerUnavailableException)
            {
                await Task.Delay(Retry, time, over);   // how long to bear it is the pulse's business
            }
        }
    }
}
