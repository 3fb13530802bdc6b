using Npgsql;
using TnsTriage.Front;
using static TnsTriage.Service.Storage.PostgresSql;

namespace TnsTriage.Service.Ledger;

/// <summary>Holds and merges as rows: one a conversation that is held, all of a hold with its token and its end. Time is the server's.</summary>
/// <remarks>
/// Locks are taken in this order, so that nobody waits in a circle: the lock of all merges (shared by those who merge nothing), the lock of
/// one conversation under its newest name, rows of <c>hold</c> by conversation, other rows. With the first two, who claims a conversation is
/// alone with it, and what it was merged with stands still; under the row locks, so does what is held.
/// </remarks>
internal static class PostgresHolds
{
    private const string MergeLock = "hashtextextended('TnsTriage merges ' || current_schema(), 0)";

    /// <summary>All conversations that are to be held.</summary>
    private static readonly string Wanted =
        $"SELECT DISTINCT unnest({PostgresSame.AllOf("asked")}) AS conversation FROM unnest(array_append(@merged, @conversation)) AS asked";

    private static readonly string LockConversation =
        $"SELECT pg_advisory_xact_lock(hashtextextended('TnsTriage conversation ' || current_schema() || ' ' || {PostgresSame.HeadOf("@conversation")}, 0))";

    private static readonly string LockHolds = $"SELECT FROM hold WHERE conversation IN ({Wanted}) ORDER BY conversation FOR UPDATE";

    /// <summary>Statements that claim a conversation, and note what was merged into it; the last one changes rows when it is had.</summary>
    public static NpgsqlBatchCommand[] Take(string token, ConversationId conversation, IReadOnlyCollection<ConversationId> merged, TimeSpan duration)
    {
        var told = merged.Select(one => one.Value).ToArray();
        return
        [
            Statement($"SELECT pg_advisory_xact_lock{(told.Length == 0 ? "_shared" : "")}({MergeLock})"),
            Statement(LockConversation, Value("conversation", conversation.Value)),
            Statement(LockHolds, Value("conversation", conversation.Value), Value("merged", told)),
            Statement(
                Claim("now() + @duration"),
                Value("conversation", conversation.Value), Value("merged", told), Value("token", token), Value("duration", duration)),
        ];
    }

    /// <summary>Statements that extend a hold to what its conversation was merged into; the last one changes rows when that is had.</summary>
    public static NpgsqlBatchCommand[] Extend(Hold hold, ConversationId into)
    {
        string[] own = [hold.Conversation.Value];
        return
        [
            Statement($"SELECT pg_advisory_xact_lock({MergeLock})"),
            Statement(LockHolds, Value("conversation", into.Value), Value("merged", own)),
            Check(hold),
            Statement(
                Claim("(SELECT ends_at FROM hold WHERE token = @token LIMIT 1)"),
                Value("conversation", into.Value), Value("merged", own), Value("token", hold.Token)),
        ];
    }

    /// <summary>Goes before whatever only the holder may write.</summary>
    public static NpgsqlBatchCommand Check(Hold hold) =>
        Statement("SELECT check_hold(@held, @token)", Value("held", hold.Conversation.Value), Value("token", hold.Token));

    /// <summary>Changes rows when the hold has not ended.</summary>
    public static NpgsqlBatchCommand Renew(Hold hold, TimeSpan duration) => Statement(
        """
        WITH ours AS (SELECT conversation FROM hold WHERE token = @token AND ends_at > now() ORDER BY conversation FOR UPDATE)
        UPDATE hold SET ends_at = now() + @duration FROM ours WHERE hold.conversation = ours.conversation
        """,
        Value("token", hold.Token), Value("duration", duration));

    public static NpgsqlBatchCommand Release(Hold hold) => Statement(
        """
        WITH ours AS (SELECT conversation FROM hold WHERE token = @token ORDER BY conversation FOR UPDATE)
        DELETE FROM hold USING ours WHERE hold.conversation = ours.conversation
        """,
        Value("token", hold.Token));

    /// <summary>
    /// All or nothing, for what is held stands still meanwhile. What leads to one head is one conversation: the heads of those told to be
    /// merged get the head of the other. Our own token stands in nobody's way: then the call is repeated because its answer was lost.
    /// </summary>
    private static string Claim(string end) =>
        $"""
        WITH wanted AS ({Wanted}),
          free AS (SELECT WHERE NOT EXISTS (SELECT FROM hold JOIN wanted USING (conversation) WHERE ends_at > now() AND token <> @token)),
          target (head) AS (SELECT {PostgresSame.HeadOf("@conversation")} FROM free),
          source (head) AS (SELECT DISTINCT {PostgresSame.HeadOf("told")} FROM unnest(@merged) AS told EXCEPT SELECT head FROM target),
          moved AS (UPDATE merged SET into_conversation = target.head FROM target, source WHERE into_conversation = source.head),
          noted AS (INSERT INTO merged (conversation, into_conversation) SELECT source.head, target.head FROM source, target)
        INSERT INTO hold (conversation, token, ends_at) SELECT conversation, @token, {end} FROM wanted, free
        ON CONFLICT (conversation) DO UPDATE SET token = excluded.token, ends_at = excluded.ends_at
        """;
}
