using TnsTriage.RabbitMq;

namespace TnsEval.Workers;

/// <summary>Watches a connection: tells people when it is lost and when it is back, and says when it has been lost for too long. Used by one thread at a time.</summary>
internal sealed class BrokerOutage(BrokerConnection connection, TimeProvider time)
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromMinutes(10);

    private long? _lostAt;
    private string? _why;
    private long _renewedAt = time.GetTimestamp();

    /// <summary>Takes how it is now.</summary>
    /// <returns>What to say when it is time to give up; null before.</returns>
    public string? Look(bool isOpen, RunNotes notes)
    {
        if (isOpen)
        {
            if (_lostAt is { } lostAt)
            {
                notes.Say($"Connected to {connection.Address} again after {time.GetElapsedTime(lostAt).TotalSeconds:0} s.");
                _lostAt = null;
            }

            return null;
        }

        if (_lostAt is null)
        {
            _lostAt = time.GetTimestamp();
            notes.Say($"The connection to {connection.Address} is lost. Trying again for {WorkersBroker.LongPatience.TotalMinutes:0} minutes.");
        }

        return time.GetElapsedTime(_lostAt.Value) > WorkersBroker.LongPatience
            ? $"the broker at {connection.Address} has been out of reach for {WorkersBroker.LongPatience.TotalMinutes:0} minutes ({_why ?? "no answer"})"
            : null;
    }

    /// <summary>Has a connection made, if there is none being made.</summary>
    public async Task TryConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            await connection.GetAsync(TimeSpan.FromMilliseconds(500), cancellationToken);
        }
        catch (Exception e) when (e is BrokerUnavailableException or BrokerRefusedException)
        {
            _why = e.Message;
        }
    }

    /// <summary>Whether it is time to renew what has a time; true once each time.</summary>
    public bool IsTimeToRenew()
    {
        if (time.GetElapsedTime(_renewedAt) < RenewEvery)
        {
            return false;
        }

        _renewedAt = time.GetTimestamp();
        return true;
    }
}
