using TnsEval.Testing;
using TnsTriage.Service.Inbox;

namespace TnsTriage.Service.Tests.Inbox;

/// <summary>What every memory of events must do. An implementation inherits these tests and says how to open one.</summary>
public abstract class EventMemoryContract : IAsyncLifetime
{
    private static readonly EventId One = new("evt_1");
    private static readonly EventId Two = new("evt_2");
    private static readonly EventId Three = new("evt_3");

    private protected ManualTimeProvider Time { get; } = new();

    private protected IEventMemory Memory { get; private set; } = null!;

    public async Task InitializeAsync() => Memory = await OpenAsync();

    public abstract Task DisposeAsync();

    /// <summary>Opens the test's memory: empty the first time; after that as another process would find it.</summary>
    private protected abstract Task<IEventMemory> OpenAsync();

    [LaneFact]
    public async Task An_event_that_nobody_noted_is_not_known()
    {
        await Memory.MarkDoneAsync([]);
        await Memory.MarkDoneAsync([One]);

        (await Memory.IsDoneAsync(Two)).ShouldBeFalse();
        (await Memory.IsKnownAsync(Two)).ShouldBeFalse();
    }

    [LaneFact]
    public async Task What_is_done_is_known_to_other_processes_too()
    {
        await Memory.MarkDoneAsync([One, Two, One]);
        await Memory.MarkDoneAsync([Two]);

        Memory = await OpenAsync();

        (await Memory.IsDoneAsync(One)).ShouldBeTrue();
        (await Memory.IsDoneAsync(Two)).ShouldBeTrue();
        (await Memory.IsKnownAsync(One)).ShouldBeTrue();
    }

    [LaneFact]
    public async Task What_was_published_is_known_and_not_done_until_it_is()
    {
        await Memory.MarkPublishedAsync(One);
        (await Memory.IsKnownAsync(One)).ShouldBeTrue();
        (await Memory.IsDoneAsync(One)).ShouldBeFalse();

        await Memory.MarkDoneAsync([One]);

        (await Memory.IsDoneAsync(One)).ShouldBeTrue();
    }

    [LaneFact]
    public async Task What_is_done_stays_done_when_a_walk_publishes_it_once_more()
    {
        await Memory.MarkDoneAsync([One]);

        await Memory.MarkPublishedAsync(One);

        (await Memory.IsDoneAsync(One)).ShouldBeTrue();
    }

    [LaneFact]
    public async Task A_purge_forgets_what_was_noted_last_before_a_time()
    {
        await Memory.MarkDoneAsync([One]);
        await Memory.MarkPublishedAsync(Two);
        await Memory.MarkPublishedAsync(Three);
        Time.Advance(TimeSpan.FromDays(1));
        await Memory.MarkDoneAsync([Three]);

        (await Memory.PurgeAsync(Time.GetUtcNow())).ShouldBe(2);

        (await Memory.IsKnownAsync(One)).ShouldBeFalse();
        (await Memory.IsKnownAsync(Two)).ShouldBeFalse();
        (await Memory.IsDoneAsync(Three)).ShouldBeTrue();
    }

    [LaneFact]
    public async Task Many_who_mark_the_same_events_in_any_order_do_not_stand_in_each_others_way()
    {
        EventId[] events = [.. Enumerable.Range(0, 50).Select(number => new EventId($"evt_{number}"))];
        await Task.WhenAll(Enumerable.Range(0, 16).Select(seed => Task.Run(() =>
        {
            EventId[] mixed = [.. events];
            new Random(seed).Shuffle(mixed);
            return Memory.MarkDoneAsync(mixed);
        })));

        (await Memory.PurgeAsync(Time.GetUtcNow() + TimeSpan.FromDays(1))).ShouldBe(50);
    }
}
