using TnsTriage.Front;

namespace TnsTriage.Service.Inbox;

/// <summary>
/// The durable queue between webhooks and triage. Holds ids, never content. At least once: an event that was stored leads to a lease that is
/// completed, or to a dead letter, whoever dies on the way; it may lead to more than one. Who works on a conversation is the ledger's to
/// say, see <see cref="Ledger.Hold"/>. Every method throws <see cref="Storage.StorageUnavailableException"/> when the store does not answer;
/// what it was to do may then have been done all the same. Safe to use from many threads.
/// </summary>
/// <remarks>
/// Implementations inherit the tests of <c>InboxContract</c>. <see cref="SqliteInbox"/> promises more: an event that is delivered again is no
/// event, a conversation has one job however many events it got, and the job of a dead letter is the one that its next event opens again.
/// </remarks>
internal interface IInbox
{
    /// <summary>Stores an event, and ends when it is durable. An event of a dead letter's conversation gives the conversation another try.</summary>
    Task<Enqueued> EnqueueAsync(InboxEvent @event);

    /// <summary>The same for who searches Front's list of events, and finds each again and again: one that is known is not stored again.</summary>
    Task<Enqueued> EnqueueFoundAsync(InboxEvent @event);

    /// <summary>Ends when it is worth trying to lease; may end early, never much too late.</summary>
    Task WaitAsync(CancellationToken cancellationToken);

    /// <summary>Leases the job that has been due longest, or nearly; null when none is at hand. Until the lease ends nobody else gets it.</summary>
    Task<InboxLease?> TryLeaseAsync(TimeSpan duration);

    /// <summary>Makes a lease last from now on; false when it was lost, and its holder must stop.</summary>
    Task<bool> RenewAsync(InboxLease lease, TimeSpan duration);

    /// <summary>
    /// Ends a job; an event that its conversation got since it was leased makes it due again. False when the lease was lost, here and below.
    /// </summary>
    Task<bool> CompleteAsync(InboxLease lease);

    /// <summary>Ends a lease; the job is due again after a time.</summary>
    Task<bool> RetryAsync(InboxLease lease, Setback setback, TimeSpan after);

    /// <summary>Ends a lease; the job waits for <see cref="ReplayAsync"/>.</summary>
    Task<bool> DeadLetterAsync(InboxLease lease, Setback setback);

    /// <summary>
    /// Gives a job back through no fault of its own, as if it had not been leased: neither attempts nor setbacks count it. It is due again
    /// after a time, which may be zero.
    /// </summary>
    Task<bool> ReleaseAsync(InboxLease lease, TimeSpan after);

    /// <summary>Dead letters, the oldest first.</summary>
    Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(int limit);

    /// <summary>Makes the dead letters of a conversation due, their counts begun anew; false when there is none.</summary>
    Task<bool> ReplayAsync(ConversationId conversation);

    /// <summary>Makes all dead letters due.</summary>
    /// <returns>How many.</returns>
    Task<int> ReplayAllAsync();

    /// <summary>How much waits.</summary>
    Task<InboxCounts> CountAsync();

    /// <summary>Ends when something was written durably: whether an event could be.</summary>
    Task ProbeAsync();

    /// <summary>Forgets the ids of events that were noted before a time, where they are kept to know repetitions by. Jobs stay.</summary>
    /// <returns>How many.</returns>
    Task<int> PurgeAsync(DateTimeOffset before);
}

/// <summary>An event that calls for triage.</summary>
internal sealed record InboxEvent
{
    /// <summary>Front's id; deliveries with the same one are of one event.</summary>
    public required EventId Id { get; init; }

    /// <summary>Its conversation.</summary>
    public required ConversationId Conversation { get; init; }

    /// <summary>Conversations that were merged into this one by the event; empty for most.</summary>
    public IReadOnlyList<ConversationId> Merged { get; init; } = [];
}

/// <summary>What became of an event.</summary>
internal enum Enqueued
{
    /// <summary>It opened a job; where deliveries are not compared, it may be one more of the same event.</summary>
    Added,

    /// <summary>Its conversation has an open job, which it now belongs to.</summary>
    Joined,

    /// <summary>It opens no job; it stands in the ledger.</summary>
    Noted,

    /// <summary>It is known; nothing was changed.</summary>
    Duplicate,

    /// <summary>It opened a job, for nothing says that it is done: it may have been missed, or wait.</summary>
    Repeated,
}

/// <summary>A job that one worker has for a time.</summary>
internal sealed record InboxLease
{
    /// <summary>Differs with each lease: who holds an old one can change nothing.</summary>
    public required string Token { get; init; }

    /// <summary>What to triage.</summary>
    public required ConversationId Conversation { get; init; }

    /// <summary>Conversations that events of this job say were merged into it.</summary>
    public required IReadOnlyList<ConversationId> Merged { get; init; }

    /// <summary>When its first event was stored.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Leases so far, this one included and those given back excluded.</summary>
    public required int Attempt { get; init; }

    /// <summary>Leases that nobody ended: their workers died or hung.</summary>
    public required int Lost { get; init; }

    /// <summary>Why the job came back; null the first time.</summary>
    public Setback? LastSetback { get; init; }

    /// <summary>Since when the job has come back for that kind of reason and no other.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Events when it was leased.</summary>
    public required long Events { get; init; }
}

/// <summary>Why a job was not finished.</summary>
/// <param name="Kind">Whose fault it is.</param>
/// <param name="Detail">For an operator: no content, no keys.</param>
internal sealed record Setback(SetbackKind Kind, string Detail);

/// <summary>A job that is not tried again by itself.</summary>
internal sealed record DeadLetter(ConversationId Conversation, DateTimeOffset ReceivedAt, DateTimeOffset DiedAt, int Attempts, Setback Setback);

/// <summary>How much waits in an inbox.</summary>
/// <param name="Due">Jobs that may be leased now.</param>
/// <param name="Later">Jobs that are leased, by this process where others cannot be seen, or wait for their time.</param>
/// <param name="Dead">Dead letters.</param>
/// <param name="OldestReceivedAt">When the oldest open job's first event came; null when none is open, or nobody can tell.</param>
internal sealed record InboxCounts(long Due, long Later, long Dead, DateTimeOffset? OldestReceivedAt);
