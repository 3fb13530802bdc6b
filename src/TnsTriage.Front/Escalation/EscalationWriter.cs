using TnsTriage.Front.Api;

namespace TnsTriage.Front.Escalation;

/// <summary>What a step did.</summary>
public enum StepOutcome
{
    /// <summary>It was written.</summary>
    Done,

    /// <summary>It was there before; nothing was written.</summary>
    AlreadyThere,
}

/// <summary>One step of an escalation.</summary>
/// <param name="Outcome">What it did.</param>
/// <param name="Conversation">Where: another conversation than was named when Front merged it. Go on with this one.</param>
public readonly record struct EscalationStep(StepOutcome Outcome, ConversationId Conversation);

/// <summary>
/// The writes of an escalation, each safe to repeat at any time. Take them in the order tags, move, link, comment: a tag is seen even if
/// the rest fails, and the
/// comment alone can come twice. Every step throws <see cref="FrontException"/>; where <see cref="FrontFault.MayHaveBeenApplied"/>,
/// repeating it is the way to know.
/// </summary>
public sealed class EscalationWriter(FrontClient client)
{
    /// <summary>Adds those tags that the conversation lacks.</summary>
    /// <param name="conversation">As it was read shortly before; one that is out of date costs a call and harms nothing.</param>
    /// <param name="tags">At least one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<EscalationStep> TagAsync(
        FrontConversation conversation, IReadOnlyCollection<TagId> tags, CancellationToken cancellationToken = default)
    {
        TagId[] missing = [.. tags.Except(conversation.Tags.Select(tag => tag.Id))];
        return missing.Length == 0
            ? new EscalationStep(StepOutcome.AlreadyThere, conversation.Id)
            : new EscalationStep(StepOutcome.Done, await client.AddTagsAsync(conversation.Id, missing, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Moves, assigns and sets the status, as far as that is not so already. Looks up the inboxes when it is to move.</summary>
    /// <param name="conversation">As it was read shortly before: what it says of assignee and status is believed.</param>
    /// <param name="update">What is wanted in the end.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<EscalationStep> MoveAsync(
        FrontConversation conversation, ConversationUpdate update, CancellationToken cancellationToken = default)
    {
        var id = conversation.Id;
        var missing = update with
        {
            Assignee = update.Assignee == conversation.Assignee?.Id ? null : update.Assignee,
            Status = update.Status is { } status && IsSo(conversation.Status, status) ? null : update.Status,
        };
        if (update.Inbox is { } inbox)
        {
            var inboxes = await client.GetInboxesAsync(id, cancellationToken).ConfigureAwait(false);
            id = inboxes.Conversation;
            missing = missing with { Inbox = inboxes.Value.Any(known => known.Id == inbox) ? null : inbox };
        }

        return missing.IsEmpty
            ? new EscalationStep(StepOutcome.AlreadyThere, id)
            : new EscalationStep(StepOutcome.Done, await client.UpdateAsync(id, missing, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Links an address, unless the conversation has it.</summary>
    /// <param name="conversation">As it was read shortly before; one that is out of date costs a call and harms nothing.</param>
    /// <param name="address">Absolute.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<EscalationStep> LinkAsync(
        FrontConversation conversation, Uri address, CancellationToken cancellationToken = default) =>
        conversation.Links.Any(link => Uri.TryCreate(link.ExternalUrl, UriKind.Absolute, out var known) && known == address)
            ? new EscalationStep(StepOutcome.AlreadyThere, conversation.Id)
            : new EscalationStep(StepOutcome.Done, await client.AddLinksAsync(conversation.Id, [address], cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Writes a comment with a marker, unless a comment with that marker is there. Not safe from two at once: let one worker at a time
    /// have a conversation. A comment
    /// that Front takes in only after it was looked for comes twice; nothing on our side can prevent that.
    /// </summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="marker">Of the decision that the comment tells of.</param>
    /// <param name="body">Markdown. Whatever came from a ticket or a model is to be made harmless before: <c>@name</c> mentions a
    /// person.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<EscalationStep> CommentAsync(
        ConversationId conversation, CommentMarker marker, string body, CancellationToken cancellationToken = default)
    {
        var comments = await client.GetCommentsAsync(conversation, cancellationToken).ConfigureAwait(false);
        if (comments.Value.Any(comment => marker.IsIn(comment.Body)))
        {
            return new EscalationStep(StepOutcome.AlreadyThere, comments.Conversation);
        }

        var written = await client.CreateCommentAsync(comments.Conversation, $"{body}\n\n`{marker}`", cancellationToken)
            .ConfigureAwait(false);
        return new EscalationStep(StepOutcome.Done, written.Conversation);
    }

    /// <summary>Front reads other words than it writes.</summary>
    private static bool IsSo(string? status, ConversationStatus wanted) => wanted switch
    {
        ConversationStatus.Open => status is "assigned" or "unassigned",
        _ => status == WireName<ConversationStatus>.Of(wanted),
    };
}
