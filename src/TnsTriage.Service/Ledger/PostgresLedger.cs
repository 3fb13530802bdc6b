using Npgsql;
using TnsTriage.Assessments;
using TnsTriage.Front;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Storage;
using static TnsTriage.Service.Storage.PostgresSql;

namespace TnsTriage.Service.Ledger;

/// <summary>
/// The ledger in PostgreSQL, shared by any number of processes. Each call is one round trip and one transaction under READ COMMITTED; who
/// works on a conversation says <see cref="PostgresHolds"/>, and everything only its holder may write checks that in its transaction.
/// </summary>
/// <param name="database">With <see cref="PostgresTables.Schema"/>.</param>
/// <param name="time">The time of what is noted. That of holds is the server's.</param>
internal sealed class PostgresLedger(PostgresDatabase database, TimeProvider time) : ILedger
{
    private static readonly string FindSql = PostgresRows.SelectEntries(PostgresSame.DecisionOn("@conversation"));

    private static readonly string TaggedSql = PostgresRows.SelectEntries(
        $"""
        SELECT one.id FROM (SELECT DISTINCT conversation FROM tagging WHERE tag = ANY (@tags) AND is_on) AS tagged,
          LATERAL ({PostgresSame.DecisionOn("tagged.conversation")}) AS one
        """);

    private static readonly string RecordSql =
        $"""
        WITH recorded AS (
            INSERT INTO decision (id, conversation, message, received_at, decided_at, is_dry_run, policy_hash, ticket_hash, call)
            SELECT @id, @conversation, @message, @received, @decided, @dry, @policy, @ticket, @call
            WHERE ({PostgresSame.DecisionOn("@conversation")}) IS NULL
            RETURNING id),
          judged AS ({PostgresRows.InsertJudgement("SELECT id FROM recorded", isShadow: false)}),
          planned AS (
            INSERT INTO step (decision, number, what, text)
            SELECT id, number - 1, what, text FROM recorded, unnest(@whats, @texts) WITH ORDINALITY AS plan (what, text, number))
        SELECT EXISTS (SELECT FROM recorded) OR EXISTS (SELECT FROM decision WHERE id = @id AND call = @call) AS is_recorded
        """;

    private static readonly string ShadowSql = PostgresRows.InsertJudgement("SELECT @id AS id", isShadow: true);

    private static readonly string TrailSql =
        $"SELECT at, what FROM trail WHERE conversation = ANY ({PostgresSame.AllOf("@conversation")}) ORDER BY id";

    public async Task<LedgerEntry?> FindAsync(ConversationId conversation) => PostgresRows.Entries(await database.RunAsync(session =>
        session.RowsAsync(PostgresRows.Read, Statement(FindSql, Value("conversation", conversation.Value))))).SingleOrDefault();

    public async Task<Hold?> TryHoldAsync(ConversationId conversation, IReadOnlyCollection<ConversationId> merged, TimeSpan duration)
    {
        var token = Guid.NewGuid().ToString("N");
        var taken = await database.RunAsync(session => session.ExecuteAsync(PostgresHolds.Take(token, conversation, merged, duration)));
        return taken > 0 ? new Hold(token, conversation) : null;
    }

    public async Task<bool> TryExtendAsync(Hold hold, ConversationId into) =>
        await HeldAsync(hold, session => session.ExecuteAsync(PostgresHolds.Extend(hold, into))) > 0;

    public async Task<bool> RenewAsync(Hold hold, TimeSpan duration) =>
        await database.RunAsync(session => session.ExecuteAsync(PostgresHolds.Renew(hold, duration))) > 0;

    public Task ReleaseAsync(Hold hold) => database.RunAsync(session => session.ExecuteAsync(PostgresHolds.Release(hold)));

    public async Task<bool> TryRecordAsync(Hold hold, Decision decision, IReadOnlyList<PlannedStep> steps)
    {
        var call = Guid.NewGuid();
        var recorded = await HeldAsync(hold, session => session.RowsAsync(
            row => row.Flag("is_recorded"),
            PostgresHolds.Check(hold),
            Statement(
                RecordSql,
                [
                    Value("id", decision.Id), Value("conversation", decision.Conversation.Value), Value("message", decision.Message?.Value),
                    Value("received", decision.ReceivedAt), Value("decided", decision.DecidedAt), Value("dry", decision.IsDryRun),
                    Value("policy", decision.PolicyHash), Value("ticket", decision.TicketHash), Value("call", call),
                    Jsons("whats", steps.Select(WireStep.Write)), Value("texts", steps.Select(step => (step as PlannedStep.Comment)?.Text)),
                    .. PostgresRows.Parameters(decision.Judgement),
                ])));
        return recorded.Single();
    }

    public Task MarkDoneAsync(Hold hold, string decisionId, int step) => WriteHeldAsync(hold, () => Statement(
        "UPDATE step SET done_at = @now, text = NULL, failure = NULL WHERE decision = @id AND number = @number AND done_at IS NULL",
        Value("now", time.GetUtcNow()), Value("id", decisionId), Value("number", step)));

    public Task MarkFailedAsync(Hold hold, string decisionId, int step, string why) => WriteHeldAsync(hold, () => Statement(
        "UPDATE step SET failure = @why WHERE decision = @id AND number = @number AND done_at IS NULL",
        Value("why", why), Value("id", decisionId), Value("number", step)));

    public Task RecordShadowAsync(Hold hold, string decisionId, Judgement shadow) =>
        WriteHeldAsync(hold, () => Statement(ShadowSql, [Value("id", decisionId), .. PostgresRows.Parameters(shadow)]));

    public Task NoteAsync(ConversationId conversation, string what)
    {
        var (now, call) = (time.GetUtcNow(), Guid.NewGuid());
        return WriteAsync(() => Statement(
            "INSERT INTO trail (conversation, at, what, call) VALUES (@conversation, @now, @what, @call) ON CONFLICT (call) DO NOTHING",
            Value("conversation", conversation.Value), Value("now", now), Value("what", what), Value("call", call)));
    }

    public Task<IReadOnlyList<TrailEntry>> TrailAsync(ConversationId conversation) => ReadAsync(
        row => new TrailEntry(row.Time("at"), row.Text("what")), () => Statement(TrailSql, Value("conversation", conversation.Value)));

    public async Task<DateTimeOffset?> CursorAsync(string name) => (await ReadAsync(
        row => row.OptionalTime("at"), () => Statement("SELECT at FROM cursor WHERE name = @name", Value("name", name)))).SingleOrDefault();

    public Task MoveCursorAsync(string name, DateTimeOffset to) => WriteAsync(() => Statement(
        "INSERT INTO cursor (name, at) VALUES (@name, @to) ON CONFLICT (name) DO UPDATE SET at = greatest(cursor.at, excluded.at)",
        Value("name", name), Value("to", to)));

    public Task<IReadOnlyList<DecisionCount>> CountDecisionsAsync(DateTimeOffset since) => ReadAsync(
        row => new DecisionCount(
            JudgementRows.Named<JudgementOutcome>(row.Text("outcome")), JudgementRows.Named<Verdict>(row.Text("verdict")), row.Number("count")),
        () => Statement(
            """
            SELECT outcome, verdict, count(*) AS count FROM decision JOIN judgement ON judgement.decision = decision.id AND NOT is_shadow
            WHERE decided_at >= @since GROUP BY outcome, verdict ORDER BY outcome, verdict
            """,
            Value("since", since)));

    public async Task<AlarmCount> CountAlarmsAsync(string promptHash, string model, DateTimeOffset from, DateTimeOffset until) => (await ReadAsync(
        row => new AlarmCount(row.Number("alarms"), row.Number("assessed")),
        () => Statement(
            """
            SELECT count(*) FILTER (WHERE verdict IN ('escalate', 'escalate_urgent')) AS alarms, count(*) AS assessed
            FROM decision JOIN judgement ON judgement.decision = decision.id AND NOT is_shadow
            WHERE decided_at >= @from AND decided_at < @until AND outcome = 'assessed' AND prompt_hash = @prompt AND model_asked = @model
            """,
            Value("from", from), Value("until", until), Value("prompt", promptHash), Value("model", model)))).Single();

    public async Task<int> PurgeAsync(DateTimeOffset before)
    {
        await database.DeleteAsync("trail", "at", before);
        await database.DeleteAsync("tagging", "at", before);
        await database.DeleteAsync("hold", "ends_at", before);
        return await database.DeleteAsync("decision", "decided_at", before);
    }

    public Task NoteTagAsync(ConversationId conversation, TagId tag, bool isOn, DateTimeOffset at) => WriteAsync(() => Statement(
        """
        INSERT INTO tagging (conversation, tag, is_on, at) VALUES (@conversation, @tag, @on, @at)
        ON CONFLICT (tag, conversation) DO UPDATE SET is_on = excluded.is_on, at = excluded.at WHERE excluded.at >= tagging.at
        """,
        Value("conversation", conversation.Value), Value("tag", tag.Value), Value("on", isOn), Value("at", at)));

    public async Task<IReadOnlyList<LedgerEntry>> TaggedAsync(IReadOnlyCollection<TagId> tags) => PostgresRows.Entries(await ReadAsync(
        PostgresRows.Read, () => Statement(TaggedSql, Value("tags", tags.Select(tag => tag.Value)))));

    private Task<IReadOnlyList<T>> ReadAsync<T>(Func<PostgresRow, T> read, Func<NpgsqlBatchCommand> statement) =>
        database.RunAsync(session => session.RowsAsync(read, statement()));

    private Task<int> WriteAsync(Func<NpgsqlBatchCommand> statement) => database.RunAsync(session => session.ExecuteAsync(statement()));

    private Task<int> WriteHeldAsync(Hold hold, Func<NpgsqlBatchCommand> statement) =>
        HeldAsync(hold, session => session.ExecuteAsync(PostgresHolds.Check(hold), statement()));

    private async Task<T> HeldAsync<T>(Hold hold, Func<PostgresSession, Task<T>> work)
    {
        try
        {
            return await database.RunAsync(work);
        }
        catch (PostgresException e) when (e.SqlState == PostgresTables.HoldLost)
        {
            throw new HoldLostException(hold);
        }
    }
}
