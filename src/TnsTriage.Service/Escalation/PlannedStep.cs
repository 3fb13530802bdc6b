using TnsTriage.Front;

namespace TnsTriage.Service.Escalation;

/// <summary>
/// One thing to do about a decision, every name already resolved. Exactly one of the nested types, in the order in which they are carried
/// out.
/// </summary>
internal abstract record PlannedStep
{
    private PlannedStep()
    {
    }

    /// <summary>Its name in logs.</summary>
    public string Name => GetType().Name;

    /// <summary>Tells the paging webhook. First, because it needs nothing of Front and somebody may be in danger.</summary>
    public sealed record Page : PlannedStep;

    /// <summary>Adds tags. First of the writes to Front: it is seen even if the rest fails.</summary>
    public sealed record Tag(IReadOnlyList<TagId> Tags) : PlannedStep;

    /// <summary>Moves, assigns, or both, in one call; at least one of them is not null.</summary>
    public sealed record Move(InboxId? Inbox, TeammateId? Assignee) : PlannedStep;

    /// <summary>Links an address.</summary>
    public sealed record Link(Uri Address) : PlannedStep;

    /// <summary>Comments. Last, because it alone can come twice. The marker is added when it is written.</summary>
    /// <param name="Text">Markdown; may hold model text, so it is neither logged nor printed.</param>
    public sealed record Comment(string Text) : PlannedStep
    {
        /// <summary>The name alone.</summary>
        public override string ToString() => nameof(Comment);
    }
}
