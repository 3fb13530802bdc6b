using TnsTriage.Front;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Inbox;

/// <summary>
/// The inbox in a SQLite file. A job that is leased is one that is due when its lease ends, so nothing needs to look for workers that died.
/// </summary>
internal sealed class SqliteInbox(SqliteDatabase database, TimeProvider time) : IInbox
{
    /// <summary>Another process, such as a command that replays, can make a job due without our hearing of it.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private TaskCompletionSource _changed = NewSignal();

    public static SqliteSchema Schema { get; } = new(0x544E5349,
    [
        """
        CREATE TABLE event (
          id TEXT PRIMARY KEY,
          conversation TEXT NOT NULL,
          received_at INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE job (
          conversation TEXT PRIMARY KEY,
          merged TEXT NOT NULL,          -- ids between spaces
          events INTEGER NOT NULL,
          received_at INTEGER NOT NULL,
          due_at INTEGER NOT NULL,       -- for a leased job, when its lease ends
          lease TEXT,
          attempts INTEGER NOT NULL DEFAULT 0,
          lost INTEGER NOT NULL DEFAULT 0,
          setback TEXT,
          detail TEXT,
          failing_since INTEGER,
          died_at INTEGER
        ) WITHOUT ROWID;

        CREATE INDEX job_due ON job (due_at, conversation) WHERE died_at IS NULL;
        """,
        """
        CREATE INDEX event_time ON event (received_at);
        CREATE TABLE probe (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL);
        """,
    ]);

    public async Task<Enqueued> EnqueueAsync(InboxEvent @event)
    {
        var enqueued = await database.WriteAsync(session => Enqueue(session, @event, time.GetUtcNow()));
        if (enqueued != Enqueued.Duplicate)
        {
            Signal();
        }

        return enqueued;
    }

    public Task<Enqueued> EnqueueFoundAsync(InboxEvent @event) => EnqueueAsync(@event);

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var changed = Volatile.Read(ref _changed).Task;   // before the look, or a change in between would be missed
        var due = database.Read(session => session.Number("SELECT coalesce(min(due_at), -1) FROM job WHERE died_at IS NULL"));
        var wait = due < 0 ? LongestWait : DateTimeOffset.FromUnixTimeMilliseconds(due) - time.GetUtcNow();
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(wait < LongestWait ? wait : LongestWait, time, left.Token));
        await left.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    public Task<InboxLease?> TryLeaseAsync(TimeSpan duration) => database.WriteAsync(session =>
    {
        var now = time.GetUtcNow();
        return session.Row(
            """
            UPDATE job SET lost = lost + (lease IS NOT NULL), attempts = attempts + 1, lease = $lease, due_at = $until
            WHERE conversation = (SELECT conversation FROM job WHERE died_at IS NULL AND due_at <= $now ORDER BY due_at, conversation LIMIT 1)
            RETURNING *
            """,
            LeaseOf, ("$lease", Guid.NewGuid().ToString("N")), ("$until", now + duration), ("$now", now));
    });

    public Task<bool> RenewAsync(InboxLease lease, TimeSpan duration) => ChangeAsync(
        lease, "UPDATE job SET due_at = $due WHERE conversation = $conversation AND lease = $lease", ("$due", time.GetUtcNow() + duration));

    public async Task<bool> CompleteAsync(InboxLease lease)
    {
        var (isOurs, isDueAgain) = await database.WriteAsync(session =>
        {
            var isDone = 0 < session.Execute(
                "DELETE FROM job WHERE conversation = $conversation AND lease = $lease AND events = $events",
                ("$conversation", lease.Conversation.Value), ("$lease", lease.Token), ("$events", lease.Events));
            var isDueAgain = !isDone && 0 < session.Execute(
                $"UPDATE job SET lease = NULL, due_at = $now, {Anew} WHERE conversation = $conversation AND lease = $lease",
                ("$now", time.GetUtcNow()), ("$conversation", lease.Conversation.Value), ("$lease", lease.Token));
            return (isDone || isDueAgain, isDueAgain);
        });
        if (isDueAgain)
        {
            Signal();
        }

        return isOurs;
    }

    public async Task<bool> RetryAsync(InboxLease lease, Setback setback, TimeSpan after)
    {
        var now = time.GetUtcNow();
        var isOurs = await ChangeAsync(
            lease,
            """
            UPDATE job SET lease = NULL, due_at = $due, detail = $detail,
              failing_since = CASE WHEN setback = $setback THEN failing_since ELSE $now END, setback = $setback
            WHERE conversation = $conversation AND lease = $lease
            """,
            ("$due", now + after), ("$now", now), ("$setback", WireName<SetbackKind>.Of(setback.Kind)), ("$detail", setback.Detail));
        Signal();
        return isOurs;
    }

    public Task<bool> DeadLetterAsync(InboxLease lease, Setback setback) => ChangeAsync(
        lease,
        "UPDATE job SET lease = NULL, died_at = $now, setback = $setback, detail = $detail WHERE conversation = $conversation AND lease = $lease",
        ("$now", time.GetUtcNow()), ("$setback", WireName<SetbackKind>.Of(setback.Kind)), ("$detail", setback.Detail));

    public async Task<bool> ReleaseAsync(InboxLease lease, TimeSpan after)
    {
        var isOurs = await ChangeAsync(
            lease,
            "UPDATE job SET lease = NULL, due_at = $due, attempts = attempts - 1 WHERE conversation = $conversation AND lease = $lease",
            ("$due", time.GetUtcNow() + after));
        Signal();
        return isOurs;
    }

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(int limit) => Task.FromResult(database.Read(session => session.Rows(
        "SELECT * FROM job WHERE died_at IS NOT NULL ORDER BY died_at, conversation LIMIT $limit",
        row => new DeadLetter(
            new ConversationId(row.Text("conversation")), row.Time("received_at"), row.Time("died_at"), (int)row.Number("attempts"), SetbackOf(row)!),
        ("$limit", limit))));

    public async Task<bool> ReplayAsync(ConversationId conversation)
    {
        var isReplayed = 0 < await database.WriteAsync(session => session.Execute(
            $"UPDATE job SET due_at = $now, {Anew} WHERE conversation = $conversation AND died_at IS NOT NULL",
            ("$now", time.GetUtcNow()), ("$conversation", conversation.Value)));
        Signal();
        return isReplayed;
    }

    public async Task<int> ReplayAllAsync()
    {
        var replayed = await database.WriteAsync(session => session.Execute(
            $"UPDATE job SET due_at = $now, {Anew} WHERE died_at IS NOT NULL", ("$now", time.GetUtcNow())));
        Signal();
        return replayed;
    }

    public Task<InboxCounts> CountAsync() => Task.FromResult(database.Read(session => session.Row(
        """
        SELECT count(*) FILTER (WHERE died_at IS NULL AND due_at <= $now) AS due,
          count(*) FILTER (WHERE died_at IS NULL AND due_at > $now) AS later,
          count(*) FILTER (WHERE died_at IS NOT NULL) AS dead, min(received_at) FILTER (WHERE died_at IS NULL) AS oldest FROM job
        """,
        row => new InboxCounts(row.Number("due"), row.Number("later"), row.Number("dead"), row.OptionalTime("oldest")),
        ("$now", time.GetUtcNow()))!));

    public Task ProbeAsync() => database.WriteAsync(session => session.Execute(
        "INSERT OR REPLACE INTO probe (id, at) VALUES (1, $now)", ("$now", time.GetUtcNow())));

    public Task<int> PurgeAsync(DateTimeOffset before) => database.WriteAsync(session => session.Execute(
        "DELETE FROM event WHERE received_at < $before", ("$before", before)));

    /// <summary>A job that begins again, its past forgotten.</summary>
    private const string Anew = "attempts = 0, lost = 0, setback = NULL, detail = NULL, failing_since = NULL, died_at = NULL";

    private static Enqueued Enqueue(SqliteSession session, InboxEvent @event, DateTimeOffset now)
    {
        var isNew = 0 < session.Execute(
            "INSERT INTO event (id, conversation, received_at) VALUES ($id, $conversation, $now) ON CONFLICT DO NOTHING",
            ("$id", @event.Id.Value), ("$conversation", @event.Conversation.Value), ("$now", now));
        if (!isNew)
        {
            return Enqueued.Duplicate;
        }

        (string, object?)[] parameters =
        [
            ("$conversation", @event.Conversation.Value),
            ("$merged", string.Concat(@event.Merged.Select(merged => $" {merged.Value}"))),
            ("$now", now),
        ];
        if (0 < session.Execute("UPDATE job SET events = events + 1, merged = merged || $merged WHERE conversation = $conversation", parameters.AsSpan(0, 2)))
        {
            session.Execute(
                $"UPDATE job SET due_at = $now, {Anew} WHERE conversation = $conversation AND died_at IS NOT NULL", parameters[0], parameters[2]);
            return Enqueued.Joined;
        }

        session.Execute("INSERT INTO job (conversation, merged, events, received_at, due_at) VALUES ($conversation, $merged, 1, $now, $now)", parameters);
        return Enqueued.Added;
    }

    private async Task<bool> ChangeAsync(InboxLease lease, string sql, params (string Name, object? Value)[] parameters) =>
        0 < await database.WriteAsync(session => session.Execute(
            sql, [.. parameters, ("$conversation", lease.Conversation.Value), ("$lease", lease.Token)]));

    private static InboxLease LeaseOf(SqliteRow row) => new()
    {
        Token = row.Text("lease"),
        Conversation = new ConversationId(row.Text("conversation")),
        Merged =
        [
            .. row.Text("merged").Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Select(id => new ConversationId(id)),
        ],
        ReceivedAt = row.Time("received_at"),
        Attempt = (int)row.Number("attempts"),
        Lost = (int)row.Number("lost"),
        LastSetback = SetbackOf(row),
        FailingSince = row.OptionalTime("failing_since"),
        Events = row.Number("events"),
    };

    private static Setback? SetbackOf(SqliteRow row) =>
        WireName<SetbackKind>.TryParse(row.OptionalText("setback"), out var kind) ? new Setback(kind, row.OptionalText("detail") ?? "") : null;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Wakes everybody who waits; most find nothing and wait again, which is cheap.</summary>
    private void Signal() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();
}
