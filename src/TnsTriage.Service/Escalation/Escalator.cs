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
/// wherever an earlier attempt ended. Nothing is begun but by a hold that lives: it is renewed before each step, so that all of it lies before
/// the calls of that step.
/// </summary>
internal sealed partial class Escalator(
    FrontClient front, EscalationWriter writer, Pager pager, ILedger ledger, TriageSignals signals, TriageOptions options, ILogger<Escalator> logger)
{
    /// <summary>
    /// Tries the steps that are not done. A step that failed does not keep a page back, nor, when Front refuses it for good, the other
    /// steps.
    /// </summary>
    /// <param name="hold">On the conversation.</param>
    /// <param name="entry">The decision.</param>
    /// <param name="at">The conversation, under the newest id that is known.</param>
    /// <param name="read">The conversation, when it was read a moment ago.</param>
    /// <param name="cancellationToken">Ends it between or within steps.</param>
    /// <returns>Null when all are done; else what stands in the way, one that may pass before one that will not.</returns>
    /// <exception cref="HoldLostException">The hold has ended.</exception>
    /// <exception cref="HeldElsewhereException">It was merged into what somebody else has. What was done until then is noted.</exception>
    public async Task<Setback?> CarryOutAsync(
        Hold hold, LedgerEntry entry, ConversationId at, FrontConversation? read, CancellationToken cancellationToken)
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

            if (!await ledger.RenewAsync(hold, options.Lease))
            {
                throw new HoldLostException(hold);
            }

            try
            {
                if (step.Step is not (PlannedStep.Page or PlannedStep.Comment) && read is null)
                {
                    read = await front.GetConversationAsync(at, cancellationToken);
                    at = await FollowAsync(hold, at, read.Id);
                }

                var (outcome, conversation) = await DoAsync(step.Step, entry.Decision, read, at, cancellationToken);
                await ledger.MarkDoneAsync(hold, entry.Decision.Id, step.Number);
                signals.Step(step.Step.Name, isDone: true);
                LogDone(logger, step.Step.Name, conversation, entry.Decision.Id, outcome);
                if (conversation != at)
                {
                    at = await FollowAsync(hold, at, conversation);
                    read = null;   // it was of the conversation that is gone
                }
            }
            catch (FrontException e)
            {
                signals.Step(step.Step.Name, isDone: false);
                LogNotDone(logger, step.Step.Name, at, entry.Decision.Id, e.Message);
                await ledger.MarkFailedAsync(hold, entry.Decision.Id, step.Number, e.Message);
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
                await ledger.MarkFailedAsync(hold, entry.Decision.Id, step.Number, e.Message);
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

    /// <summary>To the conversation that is left after a merge, when nobody else has it.</summary>
    private async Task<ConversationId> FollowAsync(Hold hold, ConversationId at, ConversationId into) =>
        at == into || await ledger.TryExtendAsync(hold, into) ? into : throw new HeldElsewhereException(into);

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
