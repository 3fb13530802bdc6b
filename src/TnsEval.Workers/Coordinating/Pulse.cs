using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Coordinating;

/// <summary>What a coordinator does every second, connected or not.</summary>
/// <param name="connection">The way to the broker.</param>
/// <param name="mail">To the workers.</param>
/// <param name="lost">Looks for lost jobs.</param>
/// <param name="open">The jobs, which a broker that is gone for too long ends.</param>
/// <param name="notes">Is told what people should hear.</param>
/// <param name="time">The clock.</param>
internal sealed class Pulse(BrokerConnection connection, MemberMail mail, LostJobs lost, OpenJobs open, RunNotes notes, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly BrokerOutage _outage = new(connection, time);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            var isOpen = connection.IsOpen;
            if (_outage.Look(isOpen, notes) is { } tooLong)
            {
                open.Stop(tooLong, "See that it runs and can be reached");
            }

            try
            {
                await (isOpen ? BeatAsync(cancellationToken) : ReconnectAsync(cancellationToken));
            }
            catch (BrokerUnavailableException)
            {
                // The next beat finds the connection lost.
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task ReconnectAsync(CancellationToken cancellationToken)
    {
        mail.Members.ForgiveSilence();   // nobody can be heard
        await _outage.TryConnectAsync(cancellationToken);
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        await mail.SayAsync();
        notes.Waiting(mail.Members.Count == 0, $"No worker yet. Start some: tnseval worker --queue {connection.Address}");
        await lost.LookAsync(cancellationToken);
        if (_outage.IsTimeToRenew())
        {
            await connection.PrepareAsync(Patience, cancellationToken);   // queues that nobody reads, for want of workers, would come to the end of their time
        }
    }
}
