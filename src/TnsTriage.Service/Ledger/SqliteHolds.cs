using TnsTriage.Front;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Ledger;

/// <summary>Holds and merges as rows: one a conversation that is held, all of a hold with its token and its end. Within a transaction of its caller.</summary>
internal static class SqliteHolds
{
    public const string Schema =
        """
        CREATE TABLE hold (
          conversation TEXT PRIMARY KEY,
          token TEXT NOT NULL,
          ends_at INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE INDEX hold_token ON hold (token);
        """;

    public static Hold? TryTake(
        SqliteSession session, ConversationId conversation, IReadOnlyCollection<ConversationId> merged, DateTimeOffset now, TimeSpan duration)
    {
        string[] wanted = [.. merged.Prepend(conversation).SelectMany(one => Same(session, one)).Distinct(StringComparer.Ordinal)];
        if (wanted.Any(one => HolderOf(session, one, now) is not null))
        {
            return null;
        }

        var hold = new Hold(Guid.NewGuid().ToString("N"), conversation);
        Put(session, hold, wanted, now + duration);
        foreach (var one in merged)
        {
            Merge(session, one, conversation);
        }

        return hold;
    }

    public static bool TryExtend(SqliteSession session, Hold hold, ConversationId into, DateTimeOffset now)
    {
        var end = EndOf(session, hold, now);
        var wanted = Same(session, into);
        if (wanted.Any(one => HolderOf(session, one, now) is { } token && token != hold.Token))
        {
            return false;
        }

        Put(session, hold, wanted, end);
        Merge(session, hold.Conversation, into);
        return true;
    }

    public static bool Renew(SqliteSession session, Hold hold, DateTimeOffset now, TimeSpan duration) => 0 < session.Execute(
        "UPDATE hold SET ends_at = $end WHERE token = $token AND ends_at > $now", ("$end", now + duration), ("$token", hold.Token), ("$now", now));

    public static int Release(SqliteSession session, Hold hold) => session.Execute("DELETE FROM hold WHERE token = $token", ("$token", hold.Token));

    public static void Check(SqliteSession session, Hold hold, DateTimeOffset now) => EndOf(session, hold, now);

    public static void Purge(SqliteSession session, DateTimeOffset before) => session.Execute("DELETE FROM hold WHERE ends_at < $before", ("$before", before));

    private static DateTimeOffset EndOf(SqliteSession session, Hold hold, DateTimeOffset now)
    {
        var ends = session.Rows(
            "SELECT ends_at FROM hold WHERE conversation = $conversation AND token = $token AND ends_at > $now",
            row => row.Time("ends_at"), ("$conversation", hold.Conversation.Value), ("$token", hold.Token), ("$now", now));
        return ends is [var end] ? end : throw new HoldLostException(hold);
    }

    private static string? HolderOf(SqliteSession session, string conversation, DateTimeOffset now) => session.Row(
        "SELECT token FROM hold WHERE conversation = $conversation AND ends_at > $now",
        row => row.Text("token"), ("$conversation", conversation), ("$now", now));

    private static void Put(SqliteSession session, Hold hold, IEnumerable<string> conversations, DateTimeOffset end)
    {
        foreach (var conversation in conversations)
        {
            session.Execute(
                "INSERT OR REPLACE INTO hold (conversation, token, ends_at) VALUES ($conversation, $token, $end)",
                ("$conversation", conversation), ("$token", hold.Token), ("$end", end));
        }
    }

    /// <summary>What leads to one head is one conversation: the head of either side becomes that of both.</summary>
    private static void Merge(SqliteSession session, ConversationId merged, ConversationId into)
    {
        var (from, to) = (HeadOf(session, merged), HeadOf(session, into));
        if (from == to)
        {
            return;   // known, or it would lead back to itself
        }

        session.Execute("UPDATE merged SET into_conversation = $to WHERE into_conversation = $from", ("$to", to), ("$from", from));
        session.Execute("INSERT INTO merged (conversation, into_conversation) VALUES ($from, $to)", ("$from", from), ("$to", to));
    }

    private static string HeadOf(SqliteSession session, ConversationId conversation) => session.Row(
        "SELECT into_conversation FROM merged WHERE conversation = $conversation",
        row => row.Text("into_conversation"), ("$conversation", conversation.Value)) ?? conversation.Value;

    private static IReadOnlyList<string> Same(SqliteSession session, ConversationId conversation) => session.Rows(
        $"{SqliteLedger.Same} SELECT conversation FROM same", row => row.Text("conversation"), ("$conversation", conversation.Value));
}
