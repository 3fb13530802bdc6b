namespace TnsTriage.Service.Ledger;

/// <summary>Parts of queries about conversations that are one by merges.</summary>
internal static class PostgresSame
{
    /// <summary>What a conversation was merged into, else itself.</summary>
    public static string HeadOf(string conversation) =>
        $"coalesce((SELECT into_conversation FROM merged WHERE conversation = {conversation}), {conversation})";

    /// <summary>An array: a conversation, what it was merged into, and all that was merged into either.</summary>
    public static string AllOf(string conversation) =>
        $"""
        ARRAY(SELECT {HeadOf(conversation)} UNION ALL SELECT conversation FROM merged WHERE into_conversation = {HeadOf(conversation)})
        """;

    /// <summary>A row or none: the id of the decision that holds for a conversation, its own before another's.</summary>
    public static string DecisionOn(string conversation) =>
        $"""
        SELECT id FROM decision WHERE conversation = ANY ({AllOf(conversation)}) ORDER BY conversation <> {conversation}, decided_at, id LIMIT 1
        """;
}
