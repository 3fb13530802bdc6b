using System.Collections.Concurrent;
using TnsTriage.Front;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Tests.Inbox;

/// <summary>The memory of events in this process, which can be away.</summary>
internal sealed class InMemoryEventMemory : IEventMemory
{
    private readonly ConcurrentDictionary<EventId, bool> _isDone = [];

    public bool IsAway { get; set; }

    public Task<bool> IsDoneAsync(EventId id) => Answer(() => _isDone.GetValueOrDefault(id));

    public Task MarkDoneAsync(IReadOnlyCollection<EventId> ids) => Answer(() => ids.All(id => _isDone[id] = true));

    public Task<bool> IsKnownAsync(EventId id) => Answer(() => _isDone.ContainsKey(id));

    public Task MarkPublishedAsync(EventId id) => Answer(() => _isDone.TryAdd(id, false));

    public Task<int> PurgeAsync(DateTimeOffset before) => Answer(() =>
    {
        var count = _isDone.Count;
        _isDone.Clear();
        return count;
    });

    private Task<T> Answer<T>(Func<T> answer) =>
        IsAway ? Task.FromException<T>(new StorageUnavailableException("the memory is away")) : Task.FromResult(answer());
}
