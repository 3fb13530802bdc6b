namespace TnsTriage.Service.Inbox;

/// <summary>
/// Which events are known, for a queue that forgets what it has delivered. Every method throws
/// <see cref="Storage.StorageUnavailableException"/> when the store does not answer, and is safe to repeat. Safe to use from many threads.
/// </summary>
/// <remarks>Implementations inherit the tests of <c>EventMemoryContract</c>.</remarks>
internal interface IEventMemory
{
    /// <summary>Whether what an event called for has been done: a repeated delivery is then left alone.</summary>
    Task<bool> IsDoneAsync(EventId id);

    /// <summary>Notes events whose job was completed; nothing when there are none.</summary>
    Task MarkDoneAsync(IReadOnlyCollection<EventId> ids);

    /// <summary>Whether an event is done, or was published by a walk of the reconciler: another walk then leaves it alone.</summary>
    Task<bool> IsKnownAsync(EventId id);

    /// <summary>Notes an event that the reconciler published. After the broker confirmed it: a crash in between repeats it, and never loses it.</summary>
    Task MarkPublishedAsync(EventId id);

    /// <summary>Forgets events that were noted last before a time.</summary>
    /// <returns>How many.</returns>
    Task<int> PurgeAsync(DateTimeOffset before);
}
