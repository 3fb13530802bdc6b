using System.Text.RegularExpressions;
using TnsTriage.FrontStub;

namespace TnsTriage.Service.Faults.Surroundings;

/// <summary>What became of the conversations of a bench, found at Front and in what is stored.</summary>
internal sealed partial record Findings
{
    /// <summary>Conversations whose event was answered 202.</summary>
    public required int Accepted { get; init; }

    /// <summary>Those of them that have a decision.</summary>
    public required int Decided { get; init; }

    /// <summary>Those that have neither a decision nor stand among the dead letters, where an operator sees them.</summary>
    public required int Lost { get; init; }

    public required long DeadLetters { get; init; }

    /// <summary>
    /// Decided alarms, and those of them that Front shows in full: tags and one comment where they are now, inbox, assignee and link there or
    /// where they were when these were set.
    /// </summary>
    public required (int Done, int Of) Escalations { get; init; }

    /// <summary>Comments of ours beyond the first of a decision.</summary>
    public required int DoubleComments { get; init; }

    /// <summary>Conversations that were read or written at Front although nothing about them had been signed.</summary>
    public required int Unsigned { get; init; }

    /// <summary>Words of tickets or keys in the log, and words of tickets in inbox and ledger.</summary>
    public required int Leaks { get; init; }

    public static Findings Of(Bench bench)
    {
        var records = bench.Records;
        var merged = records.Merged;
        var decided = records.Decided.Select(Now).ToHashSet(StringComparer.Ordinal);
        string[] accepted = [.. bench.Accepted.Keys];
        string[] undecided = [.. accepted.Where(id => !decided.Contains(Now(id)))];
        var dead = records.DeadLetters.Select(Now).ToHashSet(StringComparer.Ordinal);
        var all = bench.Front.Company.Conversations;
        string[] alarms = [.. accepted.Where(id => decided.Contains(Now(id)) && bench.Tickets.GetValueOrDefault(id) is Ticket.Fraud or Ticket.Danger)];
        return new Findings
        {
            Accepted = accepted.Length,
            Decided = accepted.Length - undecided.Length,
            Lost = undecided.Count(id => !dead.Contains(Now(id))),
            DeadLetters = records.Dead,
            Escalations = (alarms.Count(id => IsEscalated(bench, id)), alarms.Length),
            DoubleComments = all.Where(conversation => conversation.MergedInto is null).Sum(DoubleCommentsOf),
            Unsigned = bench.Front.Requests.Select(request => ConversationPath().Match(request.Path).Groups["id"].Value)
                .Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).Count(id => !bench.Signed.ContainsKey(id)),
            Leaks = bench.Logs.Sum(log => ServiceFiles.CountIn(log, Bench.Secrets)) + records.Count([TicketText.Fraud, TicketText.Danger, TicketText.Ordinary]),
        };

        string Now(string id) => merged.GetValueOrDefault(id, id);
    }

    /// <summary>A conversation as Front has it now, under whatever id.</summary>
    public static StubConversation Now(Bench bench, string id)
    {
        var found = bench.Front.Company.Find(id)!;
        return found.MergedInto is { } into ? Now(bench, into) : found;
    }

    private static bool IsEscalated(Bench bench, string id)
    {
        var now = Now(bench, id);
        // A merge takes tags and comments along; inbox, assignee and links stay with the conversation that had them then.
        StubConversation[] same = [.. bench.Front.Company.Conversations.Where(other => Now(bench, other.Id).Id == now.Id)];
        return now.Tags.Contains("tag_escalated") && now.Comments.Count(comment => Marker().IsMatch(comment.Body)) == 1
            && same.Any(one => one.Inboxes is ["inb_tns"]) && same.Any(one => one.Assignee == "tea_oncall") && same.Any(one => one.Links.Count == 1);
    }

    private static int DoubleCommentsOf(StubConversation conversation) => conversation.Comments
        .Select(comment => Marker().Match(comment.Body).Value).Where(marker => marker.Length > 0).GroupBy(marker => marker, StringComparer.Ordinal).Sum(group => group.Count() - 1);

    [GeneratedRegex(@"tnstriage:cnv_\w+:msg_\w+:v1", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Marker();

    [GeneratedRegex(@"^/conversations/(?<id>cnv_\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConversationPath();
}
