using TnsEval.Testing;
using TnsTriage.Front;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Tests.Inbox;

/// <summary>The contract, by a clock that stands still, and what a store promises that remembers every event.</summary>
public sealed class SqliteInboxTests : InboxContract, IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly TemporaryFolder _folder = new();
    private SqliteDatabase? _database;

    private protected override TimeProvider Clock => _time;

    private protected override TimeSpan Soon => Minute;

    private protected override TimeSpan ShortLease => Minute;

    public override async Task DisposeAsync() => await _database!.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_event_delivered_twice_is_one_event()
    {
        await EnqueueAsync("evt_1", "cnv_1");

        (await EnqueueAsync("evt_1", "cnv_1")).ShouldBe(Enqueued.Duplicate);
        await Inbox.CompleteAsync(await LeaseAsync());
        (await EnqueueAsync("evt_1", "cnv_1")).ShouldBe(Enqueued.Duplicate);
        (await Inbox.EnqueueFoundAsync(Event("evt_1", "cnv_1"))).ShouldBe(Enqueued.Duplicate);
        (await Inbox.TryLeaseAsync(Minute)).ShouldBeNull();
    }

    [Fact]
    public async Task A_conversation_has_one_open_job_whatever_number_of_events()
    {
        await EnqueueAsync("evt_1", "cnv_1", "cnv_8");

        (await EnqueueAsync("evt_2", "cnv_1", "cnv_9")).ShouldBe(Enqueued.Joined);
        (await EnqueueAsync("evt_3", "cnv_1", "cnv_8")).ShouldBe(Enqueued.Joined);

        (await LeaseAsync()).Merged.ShouldBe([new ConversationId("cnv_8"), new ConversationId("cnv_9")]);
        (await Inbox.TryLeaseAsync(Minute)).ShouldBeNull();
    }

    [Fact]
    public async Task An_event_opens_the_dead_letter_of_its_conversation_again()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        await Inbox.DeadLetterAsync(await LeaseAsync(), Down);

        await EnqueueAsync("evt_2", "cnv_1");

        (await Inbox.DeadLettersAsync(10)).ShouldBeEmpty();
        (await Inbox.CountAsync()).Due.ShouldBe(1);
    }

    [Fact]
    public async Task A_dead_letter_does_not_come_to_life_by_itself()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        await Inbox.DeadLetterAsync(await LeaseAsync(), Down);

        _time.Advance(TimeSpan.FromDays(30));

        (await Inbox.TryLeaseAsync(Minute)).ShouldBeNull();
    }

    [Fact]
    public async Task Counts_are_exact_and_tell_the_oldest()
    {
        var start = _time.GetUtcNow();
        (await Inbox.CountAsync()).ShouldBe(new InboxCounts(0, 0, 0, null));
        await EnqueueAsync("evt_1", "cnv_1");
        await Inbox.DeadLetterAsync(await LeaseAsync(), Down);
        await EnqueueAsync("evt_2", "cnv_2");
        await LeaseAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await EnqueueAsync("evt_3", "cnv_3");

        (await Inbox.CountAsync()).ShouldBe(new InboxCounts(Due: 1, Later: 1, Dead: 1, OldestReceivedAt: start));
    }

    [Fact]
    public async Task Another_process_knows_the_events()
    {
        await EnqueueAsync("evt_1", "cnv_1");

        var other = await OpenAsync();

        (await other.EnqueueAsync(Event("evt_1", "cnv_1"))).ShouldBe(Enqueued.Duplicate);
        (await other.CountAsync()).ShouldBe(new InboxCounts(Due: 1, Later: 0, Dead: 0, OldestReceivedAt: _time.GetUtcNow()));
    }

    [Fact]
    public async Task Of_a_thousand_deliveries_each_event_counts_once_and_each_conversation_is_worked_on_once()
    {
        var random = new Random(7);
        var deliveries = Enumerable.Range(0, 250).SelectMany(number => Enumerable.Repeat((Event: $"evt_{number}", Conversation: $"cnv_{number % 100}"), 4)).ToArray();
        random.Shuffle(deliveries);

        var enqueued = await Task.WhenAll(deliveries.Select(delivery => Task.Run(() => EnqueueAsync(delivery.Event, delivery.Conversation))));
        enqueued.Count(result => result == Enqueued.Added).ShouldBe(100);
        enqueued.Count(result => result == Enqueued.Joined).ShouldBe(150);

        var worked = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            List<string> mine = [];
            while (await Inbox.TryLeaseAsync(Minute) is { } lease)
            {
                mine.Add(lease.Conversation.Value);
                (await Inbox.CompleteAsync(lease)).ShouldBeTrue();
            }

            return mine;
        })));
        worked.SelectMany(mine => mine).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 100).Select(number => $"cnv_{number}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_purge_forgets_old_events_and_keeps_every_job()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        _time.Advance(TimeSpan.FromDays(1));
        await EnqueueAsync("evt_2", "cnv_2");

        (await Inbox.PurgeAsync(_time.GetUtcNow())).ShouldBe(1);

        (await EnqueueAsync("evt_1", "cnv_1")).ShouldBe(Enqueued.Joined);
        (await EnqueueAsync("evt_2", "cnv_2")).ShouldBe(Enqueued.Duplicate);
        (await Inbox.CountAsync()).Due.ShouldBe(2);
    }

    private protected override async Task<IInbox> OpenAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _database = SqliteDatabase.Open(_folder["inbox.db"], SqliteInbox.Schema);
        return new SqliteInbox(_database, _time);
    }

    private protected override async Task PassAsync(TimeSpan time)
    {
        if (time <= TimeSpan.Zero)
        {
            return;
        }

        var last = TimeSpan.FromMilliseconds(1);
        _time.Advance(time - last);
        var isDue = (await Inbox.CountAsync()).Due > 0;
        _time.Advance(last);
        (isDue && (await Inbox.CountAsync()).Later > 0).ShouldBeFalse("something was due before its time");
    }
}
