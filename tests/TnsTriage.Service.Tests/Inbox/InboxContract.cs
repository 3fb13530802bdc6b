using TnsEval.Testing;
using TnsTriage.Front;
using TnsTriage.Service.Inbox;

namespace TnsTriage.Service.Tests.Inbox;

/// <summary>What every inbox must do. An implementation inherits these tests and says how to open one.</summary>
public abstract class InboxContract : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly Setback Down = new(SetbackKind.ModelUnavailable, "down");

    private protected ManualTimeProvider Time { get; } = new();

    private protected IInbox Inbox { get; private set; } = null!;

    public async Task InitializeAsync() => Inbox = await OpenAsync();

    public abstract Task DisposeAsync();

    /// <summary>Opens the test's inbox: empty the first time; after that as another process would find it.</summary>
    private protected abstract Task<IInbox> OpenAsync();

    [Fact]
    public async Task An_event_makes_its_conversation_a_job()
    {
        (await EnqueueAsync("evt_1", "cnv_1")).ShouldBe(Enqueued.Added);

        var lease = (await Inbox.TryLeaseAsync(Minute)).ShouldNotBeNull();

        lease.Conversation.ShouldBe(new ConversationId("cnv_1"));
        lease.ReceivedAt.ShouldBe(Time.GetUtcNow());
        (lease.Attempt, lease.Lost, lease.LastSetback, lease.FailingSince).ShouldBe((1, 0, null, null));
    }

    [Fact]
    public async Task An_event_delivered_twice_is_one_event()
    {
        await EnqueueAsync("evt_1", "cnv_1");

        (await EnqueueAsync("evt_1", "cnv_1")).ShouldBe(Enqueued.Duplicate);
        await Inbox.CompleteAsync(await LeaseAsync());
        (await EnqueueAsync("evt_1", "cnv_1")).ShouldBe(Enqueued.Duplicate);
        (await Inbox.TryLeaseAsync(Minute)).ShouldBeNull();
    }

    [Fact]
    public async Task A_conversation_has_one_open_job_whatever_number_of_events()
    {
        await EnqueueAsync("evt_1", "cnv_1");

        (await EnqueueAsync("evt_2", "cnv_1")).ShouldBe(Enqueued.Joined);

        await LeaseAsync();
        (await Inbox.TryLeaseAsync(Minute)).ShouldBeNull();
    }

    [Fact]
    public async Task A_leased_job_is_nobody_elses_until_the_lease_ends()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        var first = await LeaseAsync();

        Time.Advance(Minute - TimeSpan.FromSeconds(1));
        (await Inbox.TryLeaseAsync(Minute)).ShouldBeNull();
        Time.Advance(TimeSpan.FromSeconds(1));
        var second = await LeaseAsync();

        second.Token.ShouldNotBe(first.Token);
        (second.Attempt, second.Lost).ShouldBe((2, 1));
    }

    [Fact]
    public async Task A_renewed_lease_lasts_from_then_on()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        var lease = await LeaseAsync();
        Time.Advance(Minute / 2);

        (await Inbox.RenewAsync(lease, Minute)).ShouldBeTrue();

        Time.Advance(Minute - TimeSpan.FromSeconds(1));
        (await Inbox.TryLeaseAsync(Minute)).ShouldBeNull();
    }

    [Fact]
    public async Task Who_lost_a_lease_can_change_nothing()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        var lost = await LeaseAsync();
        Time.Advance(Minute);
        var held = await LeaseAsync();

        (await Inbox.RenewAsync(lost, Minute)).ShouldBeFalse();
        (await Inbox.CompleteAsync(lost)).ShouldBeFalse();
        (await Inbox.RetryAsync(lost, Down, TimeSpan.Zero)).ShouldBeFalse();
        (await Inbox.DeadLetterAsync(lost, Down)).ShouldBeFalse();
        (await Inbox.ReleaseAsync(lost, TimeSpan.Zero)).ShouldBeFalse();

        (await Inbox.CompleteAsync(held)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_finished_job_is_gone_and_the_next_event_opens_another()
    {
        await EnqueueAsync("evt_1", "cnv_1");

        (await Inbox.CompleteAsync(await LeaseAsync())).ShouldBeTrue();

        Time.Advance(Minute);
        (await Inbox.TryLeaseAsync(Minute)).ShouldBeNull();
        (await EnqueueAsync("evt_2", "cnv_1")).ShouldBe(Enqueued.Added);
    }

    [Fact]
    public async Task An_event_that_comes_while_its_job_is_worked_on_is_not_lost_with_it()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        var lease = await LeaseAsync();
        await EnqueueAsync("evt_2", "cnv_1", merged: "cnv_0");

        (await Inbox.CompleteAsync(lease)).ShouldBeTrue();

        var again = await LeaseAsync();
        again.Merged.ShouldBe([new ConversationId("cnv_0")]);
        again.Attempt.ShouldBe(1);
        await Inbox.CompleteAsync(again);
        (await Inbox.TryLeaseAsync(Minute)).ShouldBeNull();
    }

    [Fact]
    public async Task Merged_conversations_of_all_events_come_with_the_lease_each_once()
    {
        await EnqueueAsync("evt_1", "cnv_1", "cnv_8");
        await EnqueueAsync("evt_2", "cnv_1", "cnv_9");
        await EnqueueAsync("evt_3", "cnv_1", "cnv_8");

        (await LeaseAsync()).Merged.ShouldBe([new ConversationId("cnv_8"), new ConversationId("cnv_9")]);
    }

    [Fact]
    public async Task A_job_that_failed_is_due_again_when_its_time_comes_and_tells_why()
    {
        await EnqueueAsync("evt_1", "cnv_1");

        await Inbox.RetryAsync(await LeaseAsync(), Down, Minute);

        Time.Advance(Minute - TimeSpan.FromSeconds(1));
        (await Inbox.TryLeaseAsync(Minute)).ShouldBeNull();
        Time.Advance(TimeSpan.FromSeconds(1));
        var again = await LeaseAsync();
        (again.LastSetback, again.Attempt, again.Lost).ShouldBe((Down, 2, 0));
    }

    [Fact]
    public async Task How_long_a_job_has_failed_is_counted_from_the_first_failure_of_one_kind()
    {
        var start = Time.GetUtcNow();
        await EnqueueAsync("evt_1", "cnv_1");
        await FailAsync(Down);
        await FailAsync(Down with { Detail = "still down" });

        var third = await LeaseAsync();
        third.FailingSince.ShouldBe(start);
        await Inbox.RetryAsync(third, new Setback(SetbackKind.FrontUnavailable, "another fault"), Minute);
        Time.Advance(Minute);

        (await LeaseAsync()).FailingSince.ShouldBe(start + (2 * Minute));

        async Task FailAsync(Setback setback)
        {
            await Inbox.RetryAsync(await LeaseAsync(), setback, Minute);
            Time.Advance(Minute);
        }
    }

    [Fact]
    public async Task A_dead_letter_waits_until_it_is_replayed_and_then_begins_anew()
    {
        var poisoned = new Setback(SetbackKind.Unexpected, "ArgumentException");
        await EnqueueAsync("evt_1", "cnv_1");
        await Inbox.DeadLetterAsync(await LeaseAsync(), poisoned);

        Time.Advance(TimeSpan.FromDays(30));
        (await Inbox.TryLeaseAsync(Minute)).ShouldBeNull();
        var dead = (await Inbox.DeadLettersAsync(10)).ShouldHaveSingleItem();
        (dead.Conversation, dead.Attempts, dead.Setback).ShouldBe((new ConversationId("cnv_1"), 1, poisoned));

        (await Inbox.ReplayAsync(new ConversationId("cnv_1"))).ShouldBeTrue();
        (await Inbox.ReplayAsync(new ConversationId("cnv_1"))).ShouldBeFalse();
        var lease = await LeaseAsync();
        (lease.Attempt, lease.LastSetback).ShouldBe((1, null));
        (await Inbox.DeadLettersAsync(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_event_gives_a_dead_letter_another_try()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        await Inbox.DeadLetterAsync(await LeaseAsync(), Down);

        await EnqueueAsync("evt_2", "cnv_1");

        (await LeaseAsync()).Conversation.ShouldBe(new ConversationId("cnv_1"));
    }

    [Fact]
    public async Task A_job_given_back_is_due_at_once_and_was_not_tried()
    {
        await EnqueueAsync("evt_1", "cnv_1");

        (await Inbox.ReleaseAsync(await LeaseAsync(), TimeSpan.Zero)).ShouldBeTrue();

        var lease = await LeaseAsync();
        (lease.Attempt, lease.Lost).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_job_put_off_is_due_when_its_time_comes_and_nothing_counts_against_it()
    {
        var start = Time.GetUtcNow();
        await EnqueueAsync("evt_1", "cnv_1", merged: "cnv_0");
        await Inbox.RetryAsync(await LeaseAsync(), Down, TimeSpan.Zero);

        for (var time = 0; time < 10; time++)
        {
            (await Inbox.ReleaseAsync(await LeaseAsync(), Minute)).ShouldBeTrue();
            Time.Advance(Minute - TimeSpan.FromSeconds(1));
            (await Inbox.TryLeaseAsync(Minute)).ShouldBeNull();
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        var lease = await LeaseAsync();
        (lease.Attempt, lease.Lost, lease.LastSetback, lease.FailingSince, lease.ReceivedAt).ShouldBe((2, 0, Down, start, start));
        lease.Merged.ShouldBe([new ConversationId("cnv_0")]);
    }

    [Fact]
    public async Task What_has_been_due_longest_is_leased_first()
    {
        foreach (var number in new[] { 3, 1, 2 })
        {
            await EnqueueAsync($"evt_{number}", $"cnv_{number}");
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        (await LeaseAsync()).Conversation.Value.ShouldBe("cnv_3");
        (await LeaseAsync()).Conversation.Value.ShouldBe("cnv_1");
        (await LeaseAsync()).Conversation.Value.ShouldBe("cnv_2");
    }

    [Fact]
    public async Task Counts_tell_what_waits()
    {
        var start = Time.GetUtcNow();
        (await Inbox.CountAsync()).ShouldBe(new InboxCounts(0, 0, 0, null));
        await EnqueueAsync("evt_1", "cnv_1");
        await Inbox.DeadLetterAsync(await LeaseAsync(), Down);
        await EnqueueAsync("evt_2", "cnv_2");
        await LeaseAsync();
        Time.Advance(TimeSpan.FromSeconds(1));
        await EnqueueAsync("evt_3", "cnv_3");

        (await Inbox.CountAsync()).ShouldBe(new InboxCounts(Due: 1, Later: 1, Dead: 1, OldestReceivedAt: start));
    }

    [Fact]
    public async Task Another_process_finds_everything_as_it_was()
    {
        await EnqueueAsync("evt_1", "cnv_1", merged: "cnv_0");
        await EnqueueAsync("evt_2", "cnv_2");
        await Inbox.RetryAsync(await LeaseAsync(), Down, Minute);
        await Inbox.DeadLetterAsync(await LeaseAsync(), Down);

        Inbox = await OpenAsync();

        (await EnqueueAsync("evt_1", "cnv_1")).ShouldBe(Enqueued.Duplicate);
        (await Inbox.CountAsync()).ShouldBe(new InboxCounts(Due: 0, Later: 1, Dead: 1, OldestReceivedAt: Time.GetUtcNow()));
        Time.Advance(Minute);
        var lease = await LeaseAsync();
        (lease.Conversation.Value, lease.LastSetback, lease.Merged.Single().Value).ShouldBe(("cnv_1", Down, "cnv_0"));
    }

    [Fact]
    public async Task Who_waits_is_woken_by_an_event()
    {
        var waiting = Inbox.WaitAsync(CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse();

        await EnqueueAsync("evt_1", "cnv_1");

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Who_waits_is_woken_when_a_retry_is_due()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        await Inbox.RetryAsync(await LeaseAsync(), Down, TimeSpan.FromSeconds(2));
        var waiting = Inbox.WaitAsync(CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse();

        Time.Advance(TimeSpan.FromSeconds(2));

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        (await Inbox.TryLeaseAsync(Minute)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Nobody_waits_while_a_job_is_due()
    {
        await EnqueueAsync("evt_1", "cnv_1");

        await Inbox.WaitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var waiting = Inbox.WaitAsync(stop.Token);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Of_a_thousand_deliveries_repeated_and_out_of_order_each_conversation_is_worked_on_once()
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
        Time.Advance(TimeSpan.FromDays(1));
        await EnqueueAsync("evt_2", "cnv_2");

        (await Inbox.PurgeAsync(Time.GetUtcNow())).ShouldBe(1);

        (await EnqueueAsync("evt_1", "cnv_1")).ShouldBe(Enqueued.Joined);
        (await EnqueueAsync("evt_2", "cnv_2")).ShouldBe(Enqueued.Duplicate);
        (await Inbox.CountAsync()).Due.ShouldBe(2);
    }

    [Fact]
    public async Task A_probe_leaves_nothing_to_do()
    {
        await Inbox.ProbeAsync();
        await Inbox.ProbeAsync();

        (await Inbox.CountAsync()).ShouldBe(new InboxCounts(0, 0, 0, null));
    }

    private Task<Enqueued> EnqueueAsync(string @event, string conversation, string? merged = null) => Inbox.EnqueueAsync(new InboxEvent
    {
        Id = new EventId(@event),
        Conversation = new ConversationId(conversation),
        Merged = merged is null ? [] : [new ConversationId(merged)],
    });

    private async Task<InboxLease> LeaseAsync() => (await Inbox.TryLeaseAsync(Minute)).ShouldNotBeNull();
}
