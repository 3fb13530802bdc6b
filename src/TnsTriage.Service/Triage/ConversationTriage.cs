using System.Diagnostics;
using TnsTriage.Assessments;
using TnsTriage.Front;
using TnsTriage.Front.Api;
using TnsTriage.Front.Tickets;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Operations;

namespace TnsTriage.Service.Triage;

/// <summary>
/// Takes one conversation from wherever an earlier attempt left it to its end: read, judge, decide once, carry out, ask the challenger.
/// Everything that was achieved is in the ledger before the next thing begins.
/// </summary>
internal sealed partial class ConversationTriage(
    TriageDesk desk,
    ConversationReader reader,
    Escalator escalator,
    ILedger ledger,
    TriageSignals signals,
    TriageOptions options,
    TimeProvider time,
    ILogger<ConversationTriage> logger)
{
    /// <summary>Works on a leased job whose conversation is held.</summary>
    /// <exception cref="FrontException">Front did not give the conversation.</exception>
    /// <exception cref="ModelUnavailableException">The model may answer later, and patience is not over.</exception>
    /// <exception cref="HoldLostException">The hold has ended.</exception>
    /// <exception cref="HeldElsewhereException">It was merged into what somebody else has.</exception>
    public async Task<JobEnd> WorkAsync(InboxLease lease, Hold hold, CancellationToken cancellationToken)
    {
        var conversation = lease.Conversation;
        ConversationReading? reading = null;
        var entry = await ledger.FindAsync(conversation);
        while (entry is null)
        {
            reading = await reader.ReadAsync(conversation, cancellationToken);
            if (reading.Conversation.Id == conversation)
            {
                break;
            }

            conversation = await FollowAsync(hold, conversation, reading.Conversation.Id);
            reading = null;   // what was read before it was held may be out of date
            entry = await ledger.FindAsync(conversation);
        }

        if (entry is null)
        {
            if (reading is ConversationReading.NotClassifiable { Reason: NotClassifiableReason.NoInboundMessage })
            {
                // Not decided: when somebody outside writes, it is a new conversation to us.
                await ledger.NoteAsync(conversation, "nobody outside wrote: a discussion, a task, or outbound only");
                return new JobEnd.Done();
            }

            entry = await DecideAsync(lease, hold, reading!, cancellationToken);
        }

        if (!entry.Decision.IsDryRun
            && await escalator.CarryOutAsync(hold, entry, conversation, reading?.Conversation, cancellationToken) is { } setback)
        {
            return setback.Kind == SetbackKind.Refused ? new JobEnd.Never(setback) : new JobEnd.Later(setback);
        }

        // A decision of an earlier job is not judged again when somebody writes once more.
        if (desk.Challenger is { } challenger && entry.Shadow is null && IsOf(lease, entry.Decision))
        {
            await AskChallengerAsync(challenger, hold, entry.Decision, reading, conversation, cancellationToken);
        }

        return new JobEnd.Done();
    }

    /// <summary>Whether a decision was made by this job, in this attempt or before. Stores keep a time to the millisecond at least.</summary>
    private static bool IsOf(InboxLease lease, Decision decision) => (decision.ReceivedAt - lease.ReceivedAt).Duration() < TimeSpan.FromMilliseconds(1);

    /// <summary>On with the conversation that is left, when nobody else has it: its own job, if it has one, then finds all done.</summary>
    private async Task<ConversationId> FollowAsync(Hold hold, ConversationId merged, ConversationId into)
    {
        if (!await ledger.TryExtendAsync(hold, into))
        {
            throw new HeldElsewhereException(into);
        }

        await ledger.NoteAsync(merged, $"merged into {into}");
        LogMerged(logger, merged, into);
        return into;
    }

    private async Task<LedgerEntry> DecideAsync(InboxLease lease, Hold hold, ConversationReading reading, CancellationToken cancellationToken)
    {
        var conversation = reading.Conversation.Id;
        var (judgement, rationale) = await JudgeAsync(lease, reading, cancellationToken);
        var readable = reading as ConversationReading.Readable;
        var decision = new Decision
        {
            Id = Decision.IdOf(conversation),
            Conversation = conversation,
            Message = readable?.Message,
            ReceivedAt = lease.ReceivedAt,
            DecidedAt = time.GetUtcNow(),
            IsDryRun = desk.Rules.IsDryRun,
            PolicyHash = desk.Rules.Hash,
            TicketHash = readable is null ? null : TicketHash.Of(readable.Ticket),
            Judgement = judgement,
        };
        var steps = EscalationPlan.For(desk.Rules, desk.Names, decision, rationale);
        if (await ledger.TryRecordAsync(hold, decision, steps))
        {
            signals.Decided(decision);
            LogDecided(
                logger, conversation, decision.Id, WireName<JudgementOutcome>.Of(judgement.Outcome), WireName<Verdict>.Of(judgement.Verdict),
                judgement.Calls, (long)judgement.Latency.TotalMilliseconds);
            if (decision.IsDryRun && steps.Count > 0)
            {
                LogDryRun(logger, conversation, decision.Id, string.Join(", ", steps.Select(step => step.Name)));
            }
        }

        return await ledger.FindAsync(conversation) ?? throw new UnreachableException("a decision was stored, or stood in the way");
    }

    private async Task<(Judgement Judgement, string? Rationale)> JudgeAsync(InboxLease lease, ConversationReading reading, CancellationToken cancellationToken)
    {
        switch (reading)
        {
            case ConversationReading.NotClassifiable { Reason: var reason }:
                return (desk.Champion.NotReadable(reason == NotClassifiableReason.Redacted ? "Front withholds the text" : "no subject, text or file"), null);
            case ConversationReading.Readable { IsCut: true }:
                return (desk.Champion.Without(new CaseOutcome.Truncated("the conversation has more messages than are read")), null);
            case ConversationReading.Readable readable:
                try
                {
                    var judged = await desk.Champion.JudgeAsync(readable.Ticket, cancellationToken);
                    if (judged.Judgement.Calls > 0)
                    {
                        signals.Model.Answered();
                    }

                    return judged;
                }
                catch (ModelUnavailableException e)
                {
                    signals.Model.Failed();
                    if (!IsPatienceOver(lease))
                    {
                        throw;
                    }

                    LogGaveUp(logger, lease.Conversation, options.ModelPatience, e.Message);
                    return (desk.Champion.Without(e.GiveUp), null);
                }

            default:
                throw new UnreachableException(reading.GetType().Name);
        }
    }

    private bool IsPatienceOver(InboxLease lease) => options.ModelPatience == TimeSpan.Zero
        || (lease is { LastSetback.Kind: SetbackKind.ModelUnavailable, FailingSince: { } since } && time.GetUtcNow() - since >= options.ModelPatience);

    private async Task AskChallengerAsync(
        TicketJudge challenger, Hold hold, Decision decision, ConversationReading? reading, ConversationId conversation, CancellationToken cancellationToken)
    {
        Judgement judgement;
        try
        {
            reading ??= await reader.ReadAsync(conversation, cancellationToken);
            if (reading is not ConversationReading.Readable { IsCut: false } readable || readable.Message != decision.Message)
            {
                return;   // the champion was not asked either, or it was asked about something else
            }

            (judgement, _) = await challenger.JudgeAsync(readable.Ticket, cancellationToken);
        }
        catch (ModelUnavailableException e)
        {
            judgement = challenger.Without(e.GiveUp);
        }
        catch (FrontException e)
        {
            LogNoShadow(logger, conversation, decision.Id, e.Message);   // triage is done: nobody waits for a comparison
            return;
        }

        await ledger.RecordShadowAsync(hold, decision.Id, judgement);
        LogShadow(
            logger, conversation, decision.Id, WireName<JudgementOutcome>.Of(judgement.Outcome), WireName<Verdict>.Of(judgement.Verdict),
            WireName<Verdict>.Of(decision.Judgement.Verdict));
    }

    [LoggerMessage(1, LogLevel.Information, "{Conversation}, {Decision}: {Outcome}, {Verdict} after {Calls} model calls, {Milliseconds} ms")]
    private static partial void LogDecided(
        ILogger logger, ConversationId conversation, string decision, string outcome, string verdict, int calls, long milliseconds);

    [LoggerMessage(2, LogLevel.Information, "{Conversation}, {Decision}: dry run, not carried out: {Steps}")]
    private static partial void LogDryRun(ILogger logger, ConversationId conversation, string decision, string steps);

    [LoggerMessage(3, LogLevel.Warning, "{Conversation}: no answer for {Patience}, a person reviews it: {Why}")]
    private static partial void LogGaveUp(ILogger logger, ConversationId conversation, TimeSpan patience, string why);

    [LoggerMessage(4, LogLevel.Information, "{Conversation} was merged into {Into}")]
    private static partial void LogMerged(ILogger logger, ConversationId conversation, ConversationId into);

    [LoggerMessage(5, LogLevel.Information, "{Conversation}, {Decision}: the challenger says {Outcome}, {Verdict}; the champion said {Champion}")]
    private static partial void LogShadow(ILogger logger, ConversationId conversation, string decision, string outcome, string verdict, string champion);

    [LoggerMessage(6, LogLevel.Warning, "{Conversation}, {Decision}: the challenger was not asked: {Why}")]
    private static partial void LogNoShadow(ILogger logger, ConversationId conversation, string decision, string why);
}
