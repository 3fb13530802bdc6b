using TnsTriage.Front;
using TnsTriage.Service.Inbox;

namespace TnsTriage.Service.Tests.Desks;

/// <summary>An inbox of which nothing is to be used but what a test overrides.</summary>
internal abstract class UnusedInbox : IInbox
{
    public virtual Task<Enqueued> EnqueueAsync(InboxEvent @event) => throw new NotSupportedException();

    public Task<Enqueued> EnqueueFoundAsync(InboxEvent @event) => throw new NotSupportedException();

    public Task WaitAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<InboxLease?> TryLeaseAsync(TimeSpan duration) => throw new NotSupportedException();

    public Task<bool> RenewAsync(InboxLease lease, TimeSpan duration) => throw new NotSupportedException();

    public Task<bool> CompleteAsync(InboxLease lease) => throw new NotSupportedException();

    public Task<bool> RetryAsync(InboxLease lease, Setback setback, TimeSpan after) => throw new NotSupportedException();

    public Task<bool> DeadLetterAsync(InboxLease lease, Setback setback) => throw new NotSupportedException();

    public Task<bool> ReleaseAsync(InboxLease lease, TimeSpan after) => throw new NotSupportedException();

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(int limit) => throw new NotSupportedException();

    public Task<bool> ReplayAsync(ConversationId conversation) => throw new NotSupportedException();

    public Task<int> ReplayAllAsync() => throw new NotSupportedException();

    public Task<InboxCounts> CountAsync() => throw new NotSupportedException();

    public virtual Task ProbeAsync() => throw new NotSupportedException();

    public Task<int> PurgeAsync(DateTimeOffset before) => throw new NotSupportedException();
}
