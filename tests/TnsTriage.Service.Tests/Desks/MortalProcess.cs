using TnsTriage.Front;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;

namespace TnsTriage.Service.Tests.Desks;

/// <summary>
/// A process that is killed at a chosen moment: before or after any call that leaves a trace outside of it. From then on nothing it tries
/// has any effect, until it is started again. What was written stays.
/// </summary>
internal sealed class MortalProcess
{
    private readonly Lock _lock = new();
    private int? _left;

    /// <summary>How many such moments went by since it was started.</summary>
    public int Moments { get; private set; }

    public bool IsDead { get; private set; }

    /// <summary>Starts it; it dies at a moment, counted from 0, or never.</summary>
    public void Start(int? diesAt = null)
    {
        lock (_lock)
        {
            (_left, Moments, IsDead) = (diesAt, 0, false);
        }
    }

    public async Task<T> Around<T>(Func<Task<T>> call)
    {
        Pass();
        var result = await call();
        Pass();
        return result;
    }

    public Task Around(Func<Task> call) => Around(async () =>
    {
        await call();
        return true;
    });

    private void Pass()
    {
        lock (_lock)
        {
            IsDead |= Moments++ == _left;
            if (IsDead)
            {
                throw new KilledException();
            }
        }
    }
}

internal sealed class KilledException : Exception;

internal sealed class MortalHandler(MortalProcess process) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        process.Around(() => base.SendAsync(request, cancellationToken));
}

internal sealed class MortalInbox(IInbox inner, MortalProcess process) : IInbox
{
    public Task<Enqueued> EnqueueAsync(InboxEvent @event) => process.Around(() => inner.EnqueueAsync(@event));

    public Task<Enqueued> EnqueueFoundAsync(InboxEvent @event) => process.Around(() => inner.EnqueueFoundAsync(@event));

    public Task WaitAsync(CancellationToken cancellationToken) => inner.WaitAsync(cancellationToken);

    public Task<InboxLease?> TryLeaseAsync(TimeSpan duration) => process.Around(() => inner.TryLeaseAsync(duration));

    public Task<bool> RenewAsync(InboxLease lease, TimeSpan duration) => inner.RenewAsync(lease, duration);

    public Task<bool> CompleteAsync(InboxLease lease) => process.Around(() => inner.CompleteAsync(lease));

    public Task<bool> RetryAsync(InboxLease lease, Setback setback, TimeSpan after) => process.Around(() => inner.RetryAsync(lease, setback, after));

    public Task<bool> DeadLetterAsync(InboxLease lease, Setback setback) => process.Around(() => inner.DeadLetterAsync(lease, setback));

    public Task<bool> ReleaseAsync(InboxLease lease, TimeSpan after) => process.Around(() => inner.ReleaseAsync(lease, after));

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(int limit) => inner.DeadLettersAsync(limit);

    public Task<bool> ReplayAsync(ConversationId conversation) => inner.ReplayAsync(conversation);

    public Task<int> ReplayAllAsync() => inner.ReplayAllAsync();

    public Task<InboxCounts> CountAsync() => inner.CountAsync();

    public Task ProbeAsync() => inner.ProbeAsync();

    public Task<int> PurgeAsync(DateTimeOffset before) => inner.PurgeAsync(before);
}

internal sealed class MortalLedger(ILedger inner, MortalProcess process) : ILedger
{
    public Task<LedgerEntry?> FindAsync(ConversationId conversation) => process.Around(() => inner.FindAsync(conversation));

    public Task<Hold?> TryHoldAsync(ConversationId conversation, IReadOnlyCollection<ConversationId> merged, TimeSpan duration) =>
        process.Around(() => inner.TryHoldAsync(conversation, merged, duration));

    public Task<bool> TryExtendAsync(Hold hold, ConversationId into) => process.Around(() => inner.TryExtendAsync(hold, into));

    public Task<bool> RenewAsync(Hold hold, TimeSpan duration) => inner.RenewAsync(hold, duration);

    public Task ReleaseAsync(Hold hold) => process.Around(() => inner.ReleaseAsync(hold));

    public Task<bool> TryRecordAsync(Hold hold, Decision decision, IReadOnlyList<PlannedStep> steps) =>
        process.Around(() => inner.TryRecordAsync(hold, decision, steps));

    public Task MarkDoneAsync(Hold hold, string decisionId, int step) => process.Around(() => inner.MarkDoneAsync(hold, decisionId, step));

    public Task MarkFailedAsync(Hold hold, string decisionId, int step, string why) =>
        process.Around(() => inner.MarkFailedAsync(hold, decisionId, step, why));

    public Task RecordShadowAsync(Hold hold, string decisionId, Judgement shadow) =>
        process.Around(() => inner.RecordShadowAsync(hold, decisionId, shadow));

    public Task NoteAsync(ConversationId conversation, string what) => process.Around(() => inner.NoteAsync(conversation, what));

    public Task<IReadOnlyList<TrailEntry>> TrailAsync(ConversationId conversation) => inner.TrailAsync(conversation);

    public Task NoteTagAsync(ConversationId conversation, TagId tag, bool isOn, DateTimeOffset at) => inner.NoteTagAsync(conversation, tag, isOn, at);

    public Task<IReadOnlyList<LedgerEntry>> TaggedAsync(IReadOnlyCollection<TagId> tags) => inner.TaggedAsync(tags);

    public Task<DateTimeOffset?> CursorAsync(string name) => inner.CursorAsync(name);

    public Task MoveCursorAsync(string name, DateTimeOffset to) => process.Around(() => inner.MoveCursorAsync(name, to));

    public Task<IReadOnlyList<DecisionCount>> CountDecisionsAsync(DateTimeOffset since) => inner.CountDecisionsAsync(since);

    public Task<AlarmCount> CountAlarmsAsync(string promptHash, string model, DateTimeOffset from, DateTimeOffset until) =>
        inner.CountAlarmsAsync(promptHash, model, from, until);

    public Task<int> PurgeAsync(DateTimeOffset before) => inner.PurgeAsync(before);
}
