using System.Collections.Concurrent;
using TnsTriage.Front;
using TnsTriage.RabbitMq;

namespace TnsTriage.Service.Inbox.RabbitMq;

/// <summary>
/// The leases of this process: messages that are not acknowledged, each for a time. One that is not renewed in time is given back as if the process
/// had died, for of a worker that hangs in a living process the broker knows nothing. Safe to use from many threads.
/// </summary>
internal sealed class RabbitLeases(TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);

    public int Count => _held.Count;

    public InboxLease Begin(Delivery delivery, RabbitJob job, TimeSpan duration)
    {
        var lease = new InboxLease
        {
            Token = Guid.NewGuid().ToString("N"),
            Conversation = job.ConversationId,
            Merged = [.. job.Merged.Select(merged => new ConversationId(merged))],
            ReceivedAt = job.ReceivedAt,
            Attempt = job.Attempts + delivery.Returns + 1,
            Lost = job.Lost + delivery.Returns,
            LastSetback = job.Setback is { } kind ? new Setback(kind, job.Detail ?? "") : null,
            FailingSince = job.FailingSince,
            Events = 1,
        };
        _held[lease.Token] = new Held(delivery, job, time.CreateTimer(_ => Expire(lease.Token), state: null, duration, Timeout.InfiniteTimeSpan));
        return lease;
    }

    public bool Renew(InboxLease lease, TimeSpan duration) =>
        _held.TryGetValue(lease.Token, out var held) && held.Delivery.IsOurs && held.Expiry.Change(duration, Timeout.InfiniteTimeSpan);

    /// <summary>The job of a lease; null when it was lost.</summary>
    public RabbitJob? Find(InboxLease lease)
    {
        if (_held.TryGetValue(lease.Token, out var held) && held.Delivery.IsOurs)
        {
            return held.Job;
        }

        Take(lease.Token);
        return null;
    }

    /// <summary>Acknowledges the message; false when it is not ours any more.</summary>
    public async Task<bool> EndAsync(InboxLease lease) => Take(lease.Token) is { } delivery && await delivery.AckAsync();

    public void Dispose()
    {
        foreach (var token in _held.Keys)
        {
            Take(token);
        }
    }

    private void Expire(string token) => _ = Take(token)?.ReturnAsync();

    /// <summary>The message of a lease, which ends; null when it has ended.</summary>
    private Delivery? Take(string token)
    {
        if (!_held.TryRemove(token, out var held))
        {
            return null;
        }

        held.Expiry.Dispose();
        return held.Delivery;
    }

    private sealed record Held(Delivery Delivery, RabbitJob Job, ITimer Expiry);
}
