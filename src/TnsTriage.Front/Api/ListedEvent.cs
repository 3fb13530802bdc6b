namespace TnsTriage.Front.Api;

/// <summary>
/// An entry of Front's list of events. Exactly one of the nested types: an event that cannot be read keeps back none of the others.
/// </summary>
public abstract record ListedEvent
{
    private protected ListedEvent()
    {
    }

    /// <summary>An event.</summary>
    public sealed record Readable(FrontEvent Event) : ListedEvent;

    /// <summary>What is no event, or lacks what makes one.</summary>
    /// <param name="Id">Null when not even that can be read.</param>
    /// <param name="Field">The path of the field that is missing or of another kind; no content.</param>
    public sealed record Unreadable(EventId? Id, string Field) : ListedEvent;
}
