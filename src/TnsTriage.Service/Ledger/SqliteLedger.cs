using TnsTriage.Assessments;
using TnsTriage.Front;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Ledger;

/// <summary>The ledger in a SQLite file.</summary>
internal sealed class SqliteLedger(SqliteDatabase database, TimeProvider time) : ILedger
{
    public static SqliteSchema Schema { get; } = new(0x544E534C,
    [
        """
        CREATE TABLE decision (
          id TEXT PRIMARY KEY,
          conversation TEXT NOT NULL UNIQUE,
          message TEXT,
          received_at INTEGER NOT NULL,
          decided_at INTEGER NOT NULL,
          is_dry_run INTEGER NOT NULL,
          policy_hash TEXT NOT NULL,
          ticket_hash TEXT
        ) WITHOUT ROWID;

        CREATE INDEX decision_time ON decision (decided_at);

        CREATE TABLE judgement (
          decision TEXT NOT NULL REFERENCES decision (id) ON DELETE CASCADE,
          is_shadow INTEGER NOT NULL,
          outcome TEXT NOT NULL,
          reason TEXT,
          verdict TEXT NOT NULL,
          severity TEXT,
          categories TEXT NOT NULL,      -- JSON
          prompt TEXT NOT NULL,
          prompt_hash TEXT NOT NULL,
          model_asked TEXT NOT NULL,
          model_returned TEXT,
          latency_ms INTEGER NOT NULL,
          calls INTEGER NOT NULL,
          input_tokens INTEGER,
          output_tokens INTEGER,
          PRIMARY KEY (decision, is_shadow)
        ) WITHOUT ROWID;

        CREATE TABLE step (
          decision TEXT NOT NULL REFERENCES decision (id) ON DELETE CASCADE,
          number INTEGER NOT NULL,
          what TEXT NOT NULL,            -- JSON: kind and ids
          text TEXT,                     -- of a comment that is not written yet
          done_at INTEGER,
          failure TEXT,
          PRIMARY KEY (decision, number)
        ) WITHOUT ROWID;

        CREATE TABLE merged (
          conversation TEXT PRIMARY KEY,
          into_conversation TEXT NOT NULL
        ) WITHOUT ROWID;

        CREATE INDEX merged_into ON merged (into_conversation);

        CREATE TABLE trail (
          id INTEGER PRIMARY KEY,
          conversation TEXT NOT NULL,
          at INTEGER NOT NULL,
          what TEXT NOT NULL
        );

        CREATE INDEX trail_of ON trail (conversation, id);

        CREATE TABLE cursor (
          name TEXT PRIMARY KEY,
          at INTEGER NOT NULL
        ) WITHOUT ROWID;
        """,
        """
        CREATE TABLE tagging (
          conversation TEXT NOT NULL,
          tag TEXT NOT NULL,
          is_on INTEGER NOT NULL,
          at INTEGER NOT NULL,
          PRIMARY KEY (tag, conversation)
        ) WITHOUT ROWID;
        """,
        SqliteHolds.Schema,
    ]);

    /// <summary>A conversation, what it was merged into, and all that was merged into either.</summary>
    internal const string Same =
        """
        WITH head (conversation) AS (SELECT coalesce((SELECT into_conversation FROM merged WHERE conversation = $conversation), $conversation)),
          same (conversation) AS (SELECT conversation FROM head UNION SELECT conversation FROM merged WHERE into_conversation IN head)
        """;

    public Task<LedgerEntry?> FindAsync(ConversationId conversation) => Task.FromResult(database.Read(session => Find(session, conversation)));

    public Task<Hold?> TryHoldAsync(ConversationId conversation, IReadOnlyCollection<ConversationId> merged, TimeSpan duration) =>
        database.WriteAsync(session => SqliteHolds.TryTake(session, conversation, merged, time.GetUtcNow(), duration));

    public Task<bool> TryExtendAsync(Hold hold, ConversationId into) =>
        database.WriteAsync(session => SqliteHolds.TryExtend(session, hold, into, time.GetUtcNow()));

    public Task<bool> RenewAsync(Hold hold, TimeSpan duration) =>
        database.WriteAsync(session => SqliteHolds.Renew(session, hold, time.GetUtcNow(), duration));

    public Task ReleaseAsync(Hold hold) => database.WriteAsync(session => SqliteHolds.Release(session, hold));

    public Task<bool> TryRecordAsync(Hold hold, Decision decision, IReadOnlyList<PlannedStep> steps) => WriteHeldAsync(hold, session =>
    {
        if (Find(session, decision.Conversation) is not null)
        {
            return false;
        }

        session.Execute(
            """
            INSERT INTO decision (id, conversation, message, received_at, decided_at, is_dry_run, policy_hash, ticket_hash)
            VALUES ($id, $conversation, $message, $received, $decided, $dry, $policy, $ticket)
            """,
            ("$id", decision.Id), ("$conversation", decision.Conversation.Value), ("$message", decision.Message?.Value), ("$received", decision.ReceivedAt),
            ("$decided", decision.DecidedAt), ("$dry", decision.IsDryRun ? 1 : 0), ("$policy", decision.PolicyHash), ("$ticket", decision.TicketHash));
        JudgementRows.Insert(session, decision.Id, isShadow: false, decision.Judgement);
        foreach (var (number, step) in steps.Index())
        {
            session.Execute(
                "INSERT INTO step (decision, number, what, text) VALUES ($id, $number, $what, $text)",
                ("$id", decision.Id), ("$number", number), ("$what", WireStep.Write(step)), ("$text", (step as PlannedStep.Comment)?.Text));
        }

        return true;
    });

    public Task MarkDoneAsync(Hold hold, string decisionId, int step) => WriteHeldAsync(hold, session => session.Execute(
        "UPDATE step SET done_at = $now, text = NULL, failure = NULL WHERE decision = $id AND number = $number AND done_at IS NULL",
        ("$now", time.GetUtcNow()), ("$id", decisionId), ("$number", step)));

    public Task MarkFailedAsync(Hold hold, string decisionId, int step, string why) => WriteHeldAsync(hold, session => session.Execute(
        "UPDATE step SET failure = $why WHERE decision = $id AND number = $number AND done_at IS NULL",
        ("$why", why), ("$id", decisionId), ("$number", step)));

    public Task RecordShadowAsync(Hold hold, string decisionId, Judgement shadow) => WriteHeldAsync(hold, session =>
    {
        JudgementRows.Insert(session, decisionId, isShadow: true, shadow);
        return true;
    });

    public Task NoteAsync(ConversationId conversation, string what) => database.WriteAsync(session => session.Execute(
        "INSERT INTO trail (conversation, at, what) VALUES ($conversation, $now, $what)",
        ("$conversation", conversation.Value), ("$now", time.GetUtcNow()), ("$what", what)));

    public Task<IReadOnlyList<TrailEntry>> TrailAsync(ConversationId conversation) => Task.FromResult(database.Read(session => session.Rows(
        $"{Same} SELECT at, what FROM trail WHERE conversation IN same ORDER BY id",
        row => new TrailEntry(row.Time("at"), row.Text("what")),
        ("$conversation", conversation.Value))));

    public Task<DateTimeOffset?> CursorAsync(string name) => Task.FromResult(database.Read(session =>
        session.Rows("SELECT at FROM cursor WHERE name = $name", row => row.OptionalTime("at"), ("$name", name)).SingleOrDefault()));

    public Task MoveCursorAsync(string name, DateTimeOffset to) => database.WriteAsync(session => session.Execute(
        "INSERT INTO cursor (name, at) VALUES ($name, $to) ON CONFLICT DO UPDATE SET at = max(at, $to)", ("$name", name), ("$to", to)));

    public Task<IReadOnlyList<DecisionCount>> CountDecisionsAsync(DateTimeOffset since) => Task.FromResult(database.Read(session => session.Rows(
        """
        SELECT outcome, verdict, count(*) AS count FROM decision JOIN judgement ON judgement.decision = decision.id AND NOT is_shadow
        WHERE decided_at >= $since GROUP BY outcome, verdict ORDER BY outcome, verdict
        """,
        row => new DecisionCount(
            JudgementRows.Named<JudgementOutcome>(row.Text("outcome")), JudgementRows.Named<Verdict>(row.Text("verdict")), row.Number("count")),
        ("$since", since))));

    public Task<AlarmCount> CountAlarmsAsync(string promptHash, string model, DateTimeOffset from, DateTimeOffset until) => Task.FromResult(database.Read(session => session.Row(
        """
        SELECT count(*) FILTER (WHERE verdict IN ('escalate', 'escalate_urgent')) AS alarms, count(*) AS assessed
        FROM decision JOIN judgement ON judgement.decision = decision.id AND NOT is_shadow
        WHERE decided_at >= $from AND decided_at < $until AND outcome = 'assessed' AND prompt_hash = $prompt AND model_asked = $model
        """,
        row => new AlarmCount(row.Number("alarms"), row.Number("assessed")), ("$from", from), ("$until", until), ("$prompt", promptHash), ("$model", model))!));

    public Task<int> PurgeAsync(DateTimeOffset before) => database.WriteAsync(session =>
    {
        session.Execute("DELETE FROM trail WHERE at < $before", ("$before", before));
        session.Execute("DELETE FROM tagging WHERE at < $before", ("$before", before));
        SqliteHolds.Purge(session, before);
        return session.Execute("DELETE FROM decision WHERE decided_at < $before", ("$before", before));
    });

    public Task NoteTagAsync(ConversationId conversation, TagId tag, bool isOn, DateTimeOffset at) => database.WriteAsync(session => session.Execute(
        """
        INSERT INTO tagging (conversation, tag, is_on, at) VALUES ($conversation, $tag, $on, $at)
        ON CONFLICT DO UPDATE SET is_on = $on, at = $at WHERE $at >= at
        """,
        ("$conversation", conversation.Value), ("$tag", tag.Value), ("$on", isOn ? 1 : 0), ("$at", at)));

    public Task<IReadOnlyList<LedgerEntry>> TaggedAsync(IReadOnlyCollection<TagId> tags) => Task.FromResult<IReadOnlyList<LedgerEntry>>(database.Read(session =>
        tags.SelectMany(tag => session.Rows(
                "SELECT conversation FROM tagging WHERE tag = $tag AND is_on", row => new ConversationId(row.Text("conversation")), ("$tag", tag.Value)))
            .Select(conversation => Find(session, conversation)).OfType<LedgerEntry>()
            .DistinctBy(entry => entry.Decision.Id, StringComparer.Ordinal).OrderBy(entry => entry.Decision.DecidedAt).ThenBy(entry => entry.Decision.Id, StringComparer.Ordinal).ToArray()));

    /// <summary>A write that only the holder may make: what it is made by is checked in the transaction that makes it.</summary>
    private Task<T> WriteHeldAsync<T>(Hold hold, Func<SqliteSession, T> write) => database.WriteAsync(session =>
    {
        SqliteHolds.Check(session, hold, time.GetUtcNow());
        return write(session);
    });

    private static LedgerEntry? Find(SqliteSession session, ConversationId conversation)
    {
        var found = session.Row(
            $"""
            {Same} SELECT decision.*, judgement.* FROM decision JOIN judgement ON judgement.decision = decision.id AND NOT is_shadow
            WHERE conversation IN same ORDER BY conversation <> $conversation, decided_at, id LIMIT 1
            """,
            ReadDecision, ("$conversation", conversation.Value));
        return found is null ? null : new LedgerEntry(
            found,
            session.Row("SELECT * FROM judgement WHERE decision = $id AND is_shadow", JudgementRows.Read, ("$id", found.Id)),
            session.Rows(
                "SELECT * FROM step WHERE decision = $id ORDER BY number",
                row => new LedgerStep(
                    (int)row.Number("number"), WireStep.Read(row.Text("what"), row.OptionalText("text")), row.OptionalTime("done_at"), row.OptionalText("failure")),
                ("$id", found.Id)));
    }

    private static Decision ReadDecision(SqliteRow row) => new()
    {
        Id = row.Text("id"),
        Conversation = new ConversationId(row.Text("conversation")),
        Message = row.OptionalText("message") is { } message ? new MessageId(message) : null,
        ReceivedAt = row.Time("received_at"),
        DecidedAt = row.Time("decided_at"),
        IsDryRun = row.Number("is_dry_run") != 0,
        PolicyHash = row.Text("policy_hash"),
        TicketHash = row.OptionalText("ticket_hash"),
        Judgement = JudgementRows.Read(row),
    };
}
