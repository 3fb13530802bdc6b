using System.Diagnostics;
using TnsTriage.Front;
using TnsTriage.Front.Api;
using TnsTriage.Front.Escalation;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Operations;

namespace TnsTriage.Service.Escalation;

/// <summary>
/// Carries out what a decision leads to. Each step is noted as done before the next begins, and each is safe to repeat, so it goes on
/// wherever an earlier attempt ended. One worker at a time has a conversation.
/// </summary>
internal sealed partial class Escalator(FrontClient front, EscalationWriter writer, Pager pager, ILedger ledger, TriageSignals signals, ILogger<Escalator> logger)
{
    /// <summary>
    /// Tries the steps that are not done. A step that failed does not keep a page back, nor, when Front refuses it for good, the other
    /// steps.
    /// </summary>
    /// <param name="entry">The decision.</param>
    /// <param name="at">The conversation that the worker has.</param>
    /// <param name="read">The conversation, when it was read a moment ago.</param>
    /// <param name="cancellationToken">Ends it between or within steps.</param>
    /// <returns>Null when all are done; else what stands in the way, one that may pass before one that will not.</returns>
    public async Task<Setback?> CarryOutAsync(LedgerEntry entry, ConversationId at, FrontConversation? read, CancellationToken cancellationToken)
    {
        Setback? passing = null;
        Setback? lasting = null;
        var isFrontAway = false;
        foreach (var step in entry.Steps.Where(step => step.DoneAt is null))
        {
            if (isFrontAway && step.Step is not PlannedStep.Page)
            {
                continue;
            }

            try
            {
                if (step.Step is not (PlannedStep.Page or PlannedStep.Comment))
                {
                    read ??= await ReadAsync(at, cancellationToken);
                }

                var (outcome, conversation) = await DoAsync(step.Step, entry.Decision, read, at, cancellationToken);
                if (conversation != at)
                {
                    await ledger.MergeAsync(at, conversation);
                    at = conversation;
                    read = read is null ? null : read with { Id = conversation };
                }

                await ledger.MarkDoneAsync(entry.Decision.Id, step.Number);
                signals.Step(step.Step.Name, isDone: true);
                LogDone(logger, step.Step.Name, at, entry.Decision.Id, outcome);
            }
            catch (FrontException e)
            {
                signals.Step(step.Step.Name, isDone: false);
                LogNotDone(logger, step.Step.Name, at, entry.Decision.Id, e.Message);
                await ledger.MarkFailedAsync(entry.Decision.Id, step.Number, e.Message);
                if (IsPassing(e.Fault))
                {
                    isFrontAway = true;
                    passing ??= new Setback(SetbackKind.FrontUnavailable, e.Message);
                }
                else
                {
                    lasting ??= new Setback(SetbackKind.Refused, e.Message);
                }
            }
            catch (PageException e)
            {
                signals.Step(step.Step.Name, isDone: false);
                LogNotDone(logger, step.Step.Name, at, entry.Decision.Id, e.Message);
                await ledger.MarkFailedAsync(entry.Decision.Id, step.Number, e.Message);
                var setback = new Setback(SetbackKind.PageFailed, e.Message);
                (passing, lasting) = e.IsTransient ? (passing ?? setback, lasting) : (passing, lasting ?? setback);
            }
        }

        return passing ?? lasting;
    }

    /// <summary>
    /// Whether the same call may work later without a change of this conversation or of the policy. A refused token is mended by an
    /// operator, for all.
    /// </summary>
    internal static bool IsPassing(FrontFault fault) => fault.IsTransient || fault is FrontFault.Unauthorized;

    private async Task<FrontConversation> ReadAsync(ConversationId at, CancellationToken cancellationToken) =>
        await front.GetConversationAsync(at, cancellationToken);

    private async Task<EscalationStep> DoAsync(
        PlannedStep step, Decision decision, FrontConversation? read, ConversationId at, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case PlannedStep.Page:
                await pager.PageAsync(decision, at, cancellationToken);
                return new EscalationStep(StepOutcome.Done, at);
            case PlannedStep.Tag tag:
                return await writer.TagAsync(read!, tag.Tags, cancellationToken);
            case PlannedStep.Move move:
                return await writer.MoveAsync(read!, new ConversationUpdate { Inbox = move.Inbox, Assignee = move.Assignee }, cancellationToken);
            case PlannedStep.Link link:
                return await writer.LinkAsync(read!, link.Address, cancellationToken);
            case PlannedStep.Comment comment:
                return await writer.CommentAsync(at, MarkerOf(decision), comment.Text, cancellationToken);
            default:
                throw new UnreachableException(step.Name);
        }
    }

    /// <summary>Of the decision, under the id that the conversation had then: after a merge the old comment is still known by it.</summary>
    private static CommentMarker MarkerOf(Decision decision) => new(decision.Conversation, decision.Message ?? NoMessage);

    /// <summary>Where there was no message to decide on.</summary>
    private static readonly MessageId NoMessage = new("msg_none");

    [LoggerMessage(1, LogLevel.Information, "{Step} of {Conversation}, {Decision}: {Outcome}")]
    private static partial void LogDone(ILogger logger, string step, ConversationId conversation, string decision, StepOutcome outcome);

    [LoggerMessage(2, LogLevel.Warning, "{Step} of {Conversation}, {Decision}, was not done: {Why}")]
    private static partial void LogNotDone(ILogger logger, string step, ConversationId conversation, string decision, string why);
}
