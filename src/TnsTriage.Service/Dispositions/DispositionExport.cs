using TnsTriage.Assessments;
using TnsTriage.Front;
using TnsTriage.Front.Api;
using TnsTriage.Front.Tickets;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Triage;

namespace TnsTriage.Service.Dispositions;

/// <summary>
/// Turns what people said by tags into labelled tickets. The ledger knows which conversations; label and text are asked of Front at that
/// moment, so a tag that was taken back counts no more, and no text had to be kept.
/// </summary>
internal sealed class DispositionExport(FrontClient front, ILedger ledger)
{
    /// <summary>Writes a line for each disposition.</summary>
    /// <returns>What became of each decision that people tagged; null when Front has neither tag.</returns>
    /// <exception cref="FrontException">Front did not answer.</exception>
    /// <exception cref="Storage.StorageUnavailableException">The ledger did not.</exception>
    public async Task<DispositionCounts?> WriteAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var known = await front.GetTagsAsync(cancellationToken);
        TagId[] tags = [.. known.Where(tag => IsNamed(tag, DispositionTags.Confirmed) || IsNamed(tag, DispositionTags.FalseAlarm)).Select(tag => tag.Id)];
        if (tags.Length == 0)
        {
            return null;
        }

        var counts = new DispositionCounts();
        foreach (var entry in await ledger.TaggedAsync(tags))
        {
            var (row, isAsJudged, why) = await RowAsync(entry.Decision, cancellationToken);
            if (row is not null)
            {
                await output.WriteLineAsync(row.ToJson());
            }

            counts = counts.With(row, isAsJudged, why);
        }

        return counts;
    }

    private async Task<(DispositionRow? Row, bool IsAsJudged, string? Why)> RowAsync(Decision decision, CancellationToken cancellationToken)
    {
        FrontConversation conversation;
        FrontThread thread;
        try
        {
            conversation = await front.GetConversationAsync(decision.Conversation, cancellationToken);
            thread = await front.GetMessagesAsync(conversation.Id, cancellationToken);
        }
        catch (FrontException e) when (e.Fault is FrontFault.NotFound)
        {
            return (null, false, "Front does not know them any more");
        }

        var isConfirmed = conversation.Tags.Any(tag => IsNamed(tag, DispositionTags.Confirmed));
        if (isConfirmed == conversation.Tags.Any(tag => IsNamed(tag, DispositionTags.FalseAlarm)))
        {
            return (null, false, isConfirmed ? "have both tags" : "have neither tag any more");
        }

        // As it was when it was decided on: what came later, nobody had seen.
        var judged = thread.Messages.Index().FirstOrDefault(message => message.Item.Id == decision.Message, (Index: -1, Item: null!)).Index;
        if (judged < 0 || thread.IsCut)
        {
            return (null, false, "have no message any more that was decided on, or too many messages");
        }

        return ConversationReader.Read(conversation, thread with { Messages = [.. thread.Messages.Take(judged + 1)] }) is ConversationReading.Readable readable
            ? (DispositionRow.Of(decision, readable.Ticket, isConfirmed), TicketHash.Of(readable.Ticket) == decision.TicketHash, null)
            : (null, false, "cannot be read");
    }

    private static bool IsNamed(FrontTag tag, string name) => name.Equals(tag.Name?.Trim(), StringComparison.OrdinalIgnoreCase);
}

/// <summary>What became of decisions that people tagged.</summary>
internal sealed record DispositionCounts
{
    public int Confirmed { get; private init; }

    /// <summary>Of the confirmed, those without an alarm.</summary>
    public int Missed { get; private init; }

    public int FalseAlarms { get; private init; }

    /// <summary>Of those, the ones whose text is not what was judged, because somebody changed the subject or a merge added messages.</summary>
    public int Changed { get; private init; }

    /// <summary>Those left out, by why.</summary>
    public IReadOnlyDictionary<string, int> LeftOut { get; private init; } = new SortedDictionary<string, int>(StringComparer.Ordinal);

    public DispositionCounts With(DispositionRow? row, bool isAsJudged, string? why) => row is null
        ? this with { LeftOut = new SortedDictionary<string, int>(LeftOut.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal) { [why!] = LeftOut.GetValueOrDefault(why!) + 1 } }
        : this with
        {
            Confirmed = Confirmed + (row.Label == "escalate" ? 1 : 0),
            Missed = Missed + (row is { Label: "escalate", Verdict: not (Verdict.Escalate or Verdict.EscalateUrgent) } ? 1 : 0),
            FalseAlarms = FalseAlarms + (row.Label == "benign" ? 1 : 0),
            Changed = Changed + (isAsJudged ? 0 : 1),
        };
}
