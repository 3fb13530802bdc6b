using TnsEval.Testing;
using TnsTriage.Front;
using TnsTriage.Service.Inbox;

namespace TnsTriage.Service.Tests.Inbox;

/// <summary>
/// What every inbox must do and every caller relies on. An implementation inherits these tests and says how to open one; what only one
/// promises stands in its own tests.
/// </summary>
public abstract class InboxContract : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private protected static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private protected static readonly Setback Down = new(SetbackKind.ModelUnavailable, "down");

    private int _markers;

    private protected IInbox Inbox { get; private set; } = null!;

    private protected abstract TimeProvider Clock { get; }

    /// <summary>A wait.</summary>
    private protected abstract TimeSpan Soon { get; }

    /// <summary>A lease that a test lets end, longer than a few calls take.</summary>
    private protected abstract TimeSpan ShortLease { get; }

    public async Task InitializeAsync() => Inbox = await OpenAsync();

    public abstract Task DisposeAsync();

    /// <summary>Opens the test's inbox: empty the first time; after that as another process would find it.</summary>
    private protected abstract Task<IInbox> OpenAsync();

    /// <summary>Lets time pass where it does not by itself; nothing may become due before it is over.</summary>
    private protected abstract Task PassAsync(TimeSpan time);

    [LaneFact]
    public async Task An_event_makes_its_conversation_a_job()
    {
        var before = Clock.GetUtcNow();
        (await EnqueueAsync("evt_1", "cnv_1")).ShouldBe(Enqueued.Added);

        var lease = await LeaseAsync();

        lease.Conversation.ShouldBe(new ConversationId("cnv_1"));
        lease.ReceivedAt.ShouldBeInRange(before, Clock.GetUtcNow());
        (lease.Attempt, lease.Lost, lease.LastSetback, lease.FailingSince).ShouldBe((1, 0, null, null));
    }

    [LaneFact]
    public async Task A_leased_job_is_nobody_elses_until_the_lease_ends()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        var leased = Clock.GetUtcNow();
        var first = await LeaseAsync(ShortLease);

        await NothingElseIsDueAsync();
        var second = await LeaseAfterAsync(leased, ShortLease);

        second.Token.ShouldNotBe(first.Token);
        (second.Attempt, second.Lost).ShouldBe((2, 1));
    }

    [LaneFact]
    public async Task A_renewed_lease_lasts_from_then_on()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        var lease = await LeaseAsync(Minute);
        await PassAsync(Soon / 2);

        var renewed = Clock.GetUtcNow();
        (await Inbox.RenewAsync(lease, ShortLease)).ShouldBeTrue();

        await NothingElseIsDueAsync();
        (await LeaseAfterAsync(renewed, ShortLease)).Lost.ShouldBe(1);
    }

    [LaneFact]
    public async Task Who_lost_a_lease_can_change_nothing()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        var leased = Clock.GetUtcNow();
        var lost = await LeaseAsync(ShortLease);
        var held = await LeaseAfterAsync(leased, ShortLease);

        (await Inbox.RenewAsync(lost, Minute)).ShouldBeFalse();
        (await Inbox.CompleteAsync(lost)).ShouldBeFalse();
        (await Inbox.RetryAsync(lost, Down, TimeSpan.Zero)).ShouldBeFalse();
        (await Inbox.DeadLetterAsync(lost, Down)).ShouldBeFalse();
        (await Inbox.ReleaseAsync(lost, TimeSpan.Zero)).ShouldBeFalse();

        (await Inbox.RenewAsync(held, Minute)).ShouldBeTrue();
        (await Inbox.CompleteAsync(held)).ShouldBeTrue();
        await ShouldCountAsync(due: 0, later: 0, dead: 0);
    }

    [LaneFact]
    public async Task A_lease_is_ended_once()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        var lease = await LeaseAsync();

        (await Inbox.CompleteAsync(lease)).ShouldBeTrue();

        (await Inbox.RenewAsync(lease, Minute)).ShouldBeFalse();
        (await Inbox.CompleteAsync(lease)).ShouldBeFalse();
        (await Inbox.RetryAsync(lease, Down, TimeSpan.Zero)).ShouldBeFalse();
        await ShouldCountAsync(due: 0, later: 0, dead: 0);
    }

    [LaneFact]
    public async Task A_finished_job_is_gone_and_the_next_event_opens_another()
    {
        await EnqueueAsync("evt_1", "cnv_1");

        (await Inbox.CompleteAsync(await LeaseAsync())).ShouldBeTrue();

        await NothingElseIsDueAsync();
        (await EnqueueAsync("evt_2", "cnv_1")).ShouldBe(Enqueued.Added);
        (await LeaseAsync()).Attempt.ShouldBe(1);
    }

    [LaneFact]
    public async Task An_event_that_comes_while_its_job_is_worked_on_is_not_lost_with_it()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        var lease = await LeaseAsync();
        await EnqueueAsync("evt_2", "cnv_1", "cnv_0");

        (await Inbox.CompleteAsync(lease)).ShouldBeTrue();

        var again = await LeaseAsync();
        again.Conversation.ShouldBe(lease.Conversation);
        again.Merged.ShouldBe([new ConversationId("cnv_0")]);
        again.Attempt.ShouldBe(1);
        await Inbox.CompleteAsync(again);
        await NothingElseIsDueAsync();
    }

    [LaneFact]
    public async Task Merged_conversations_of_an_event_come_with_the_lease_each_once()
    {
        await EnqueueAsync("evt_1", "cnv_1", "cnv_8", "cnv_9", "cnv_8");

        (await LeaseAsync()).Merged.ShouldBe([new ConversationId("cnv_8"), new ConversationId("cnv_9")]);
    }

    [LaneFact]
    public async Task A_job_that_failed_is_due_again_when_its_time_comes_and_tells_why()
    {
        await EnqueueAsync("evt_1", "cnv_1", "cnv_0");
        var first = await LeaseAsync();
        var failed = Clock.GetUtcNow();

        (await Inbox.RetryAsync(first, Down, Soon)).ShouldBeTrue();

        var again = await LeaseAfterAsync(failed, Soon);
        (again.LastSetback, again.Attempt, again.Lost, again.ReceivedAt).ShouldBe((Down, 2, 0, first.ReceivedAt));
        again.Merged.ShouldBe(first.Merged);
    }

    [LaneFact]
    public async Task How_long_a_job_has_failed_is_counted_from_the_first_failure_of_one_kind()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        var first = Clock.GetUtcNow();
        await Inbox.RetryAsync(await LeaseAsync(), Down, Soon);
        var second = await LeaseAfterAsync(first, Soon);
        second.FailingSince!.Value.ShouldBeInRange(first, Clock.GetUtcNow());

        var again = Clock.GetUtcNow();
        await Inbox.RetryAsync(second, Down with { Detail = "still down" }, Soon);
        var third = await LeaseAfterAsync(again, Soon);
        third.FailingSince.ShouldBe(second.FailingSince);

        var otherwise = Clock.GetUtcNow();
        await Inbox.RetryAsync(third, new Setback(SetbackKind.FrontUnavailable, "another fault"), Soon);
        (await LeaseAfterAsync(otherwise, Soon)).FailingSince!.Value.ShouldBeGreaterThanOrEqualTo(otherwise);
    }

    [LaneFact]
    public async Task A_dead_letter_waits_until_it_is_replayed_and_then_begins_anew()
    {
        var poisoned = new Setback(SetbackKind.Unexpected, "ArgumentException");
        await EnqueueAsync("evt_1", "cnv_1");
        await EnqueueAsync("evt_2", "cnv_2");
        var lease = await LeaseAsync();
        await Inbox.DeadLetterAsync(lease, poisoned);
        await Inbox.DeadLetterAsync(await LeaseAsync(), Down);

        await NothingElseIsDueAsync();
        await ShouldCountAsync(due: 0, later: 0, dead: 2);
        var dead = await Inbox.DeadLettersAsync(10);
        dead.Select(letter => letter.Conversation.Value).ShouldBe(["cnv_1", "cnv_2"]);
        (dead[0].Attempts, dead[0].Setback, dead[0].ReceivedAt).ShouldBe((1, poisoned, lease.ReceivedAt));
        dead[0].DiedAt.ShouldBeInRange(lease.ReceivedAt, Clock.GetUtcNow());
        (await Inbox.DeadLettersAsync(1)).ShouldHaveSingleItem().Conversation.Value.ShouldBe("cnv_1");

        (await Inbox.ReplayAsync(new ConversationId("cnv_1"))).ShouldBeTrue();
        (await Inbox.ReplayAsync(new ConversationId("cnv_1"))).ShouldBeFalse();
        var again = await LeaseAsync();
        (again.Conversation.Value, again.Attempt, again.LastSetback, again.FailingSince).ShouldBe(("cnv_1", 1, null, null));
        (await Inbox.DeadLettersAsync(10)).ShouldHaveSingleItem().Conversation.Value.ShouldBe("cnv_2");
    }

    [LaneFact]
    public async Task All_dead_letters_can_be_replayed_at_once()
    {
        for (var number = 0; number < 5; number++)
        {
            await EnqueueAsync($"evt_{number}", $"cnv_{number}");
            await Inbox.DeadLetterAsync(await LeaseAsync(), Down);
        }

        (await Inbox.ReplayAllAsync()).ShouldBe(5);

        (await Inbox.ReplayAllAsync()).ShouldBe(0);
        await ShouldCountAsync(due: 5, later: 0, dead: 0);
        (await LeaseAsync()).Attempt.ShouldBe(1);
    }

    [LaneFact]
    public async Task A_new_event_gives_the_conversation_of_a_dead_letter_another_try()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        await Inbox.DeadLetterAsync(await LeaseAsync(), Down);

        await EnqueueAsync("evt_2", "cnv_1");

        var lease = await LeaseAsync();
        (lease.Conversation.Value, lease.Attempt).ShouldBe(("cnv_1", 1));
    }

    [LaneFact]
    public async Task A_job_given_back_is_due_at_once_and_was_not_tried()
    {
        await EnqueueAsync("evt_1", "cnv_1");

        (await Inbox.ReleaseAsync(await LeaseAsync(), TimeSpan.Zero)).ShouldBeTrue();

        var lease = await LeaseAsync();
        (lease.Attempt, lease.Lost).ShouldBe((1, 0));
    }

    [LaneFact]
    public async Task A_job_put_off_is_due_when_its_time_comes_and_nothing_counts_against_it()
    {
        await EnqueueAsync("evt_1", "cnv_1", "cnv_0");
        var first = await LeaseAsync();
        await Inbox.RetryAsync(first, Down, TimeSpan.Zero);
        var lease = await LeaseAsync();
        var since = lease.FailingSince;

        for (var time = 0; time < 5; time++)
        {
            var putOff = Clock.GetUtcNow();
            (await Inbox.ReleaseAsync(lease, Soon)).ShouldBeTrue();
            lease = await LeaseAfterAsync(putOff, Soon);
        }

        (lease.Attempt, lease.Lost, lease.LastSetback, lease.FailingSince, lease.ReceivedAt).ShouldBe((2, 0, Down, since, first.ReceivedAt));
        lease.Merged.ShouldBe([new ConversationId("cnv_0")]);
    }

    [LaneFact]
    public async Task What_has_been_due_longest_is_leased_first()
    {
        foreach (var number in new[] { 3, 1, 2 })
        {
            await EnqueueAsync($"evt_{number}", $"cnv_{number}");
            await PassAsync(TimeSpan.FromMilliseconds(10));
        }

        (await LeaseAsync()).Conversation.Value.ShouldBe("cnv_3");
        (await LeaseAsync()).Conversation.Value.ShouldBe("cnv_1");
        (await LeaseAsync()).Conversation.Value.ShouldBe("cnv_2");
    }

    [LaneFact]
    public async Task Counts_tell_what_waits()
    {
        await ShouldCountAsync(due: 0, later: 0, dead: 0);
        await EnqueueAsync("evt_1", "cnv_1");
        await Inbox.DeadLetterAsync(await LeaseAsync(), Down);
        await EnqueueAsync("evt_2", "cnv_2");
        await Inbox.RetryAsync(await LeaseAsync(), Down, Minute);
        await EnqueueAsync("evt_3", "cnv_3");
        await LeaseAsync();

        await ShouldCountAsync(due: 0, later: 2, dead: 1);
    }

    [LaneFact]
    public async Task Another_process_finds_everything_as_it_was()
    {
        await EnqueueAsync("evt_1", "cnv_1", "cnv_0");
        await EnqueueAsync("evt_2", "cnv_2");
        await EnqueueAsync("evt_3", "cnv_3");
        var failed = Clock.GetUtcNow();
        await Inbox.RetryAsync(await LeaseAsync(), Down, Soon);
        await Inbox.DeadLetterAsync(await LeaseAsync(), Down);

        Inbox = await OpenAsync();

        (await LeaseAsync()).Conversation.Value.ShouldBe("cnv_3");
        var lease = await LeaseAfterAsync(failed, Soon);
        (lease.Conversation.Value, lease.LastSetback, lease.Attempt, lease.Merged.Single().Value).ShouldBe(("cnv_1", Down, 2, "cnv_0"));
        (await Inbox.DeadLettersAsync(10)).ShouldHaveSingleItem().Conversation.Value.ShouldBe("cnv_2");
    }

    [LaneFact]
    public async Task Who_waits_is_woken_by_an_event()
    {
        var waiting = Inbox.WaitAsync(CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse();

        await EnqueueAsync("evt_1", "cnv_1");

        await waiting.WaitAsync(Patience);
    }

    [LaneFact]
    public async Task Who_waits_is_woken_when_a_retry_is_due()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        await Inbox.RetryAsync(await LeaseAsync(), Down, Soon);
        var waiting = Inbox.WaitAsync(CancellationToken.None);

        await PassAsync(Soon);

        await waiting.WaitAsync(Patience);
    }

    [LaneFact]
    public async Task Nobody_waits_while_a_job_is_due()
    {
        await EnqueueAsync("evt_1", "cnv_1");

        await Inbox.WaitAsync(CancellationToken.None).WaitAsync(Patience);
    }

    [LaneFact]
    public async Task Waiting_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var waiting = Inbox.WaitAsync(stop.Token);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting.WaitAsync(Patience));
    }

    [LaneFact]
    public async Task Of_a_thousand_deliveries_repeated_and_out_of_order_no_conversation_is_missed_and_none_is_left()
    {
        var random = new Random(7);
        var deliveries = Enumerable.Range(0, 250).SelectMany(number => Enumerable.Repeat((Event: $"evt_{number}", Conversation: $"cnv_{number % 100}"), 4)).ToArray();
        random.Shuffle(deliveries);
        await Task.WhenAll(deliveries.Select(delivery => Task.Run(() => EnqueueAsync(delivery.Event, delivery.Conversation))));
        await PassAsync(TimeSpan.FromMilliseconds(10));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => EnqueueAsync($"evt_end_{number}", $"cnv_end_{number}")));

        var worked = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            List<string> mine = [];
            while (mine.Count == 0 || !mine[^1].StartsWith("cnv_end", StringComparison.Ordinal))
            {
                var lease = await LeaseAsync();
                mine.Add(lease.Conversation.Value);
                (await Inbox.CompleteAsync(lease)).ShouldBeTrue();
            }

            return mine.SkipLast(1);
        })));

        worked.SelectMany(mine => mine).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(0, 100).Select(number => $"cnv_{number}").Order(StringComparer.Ordinal));
        await ShouldCountAsync(due: 0, later: 0, dead: 0);
    }

    [LaneFact]
    public async Task A_probe_leaves_nothing_to_do()
    {
        await Inbox.ProbeAsync();
        await Inbox.ProbeAsync();

        await ShouldCountAsync(due: 0, later: 0, dead: 0);
    }

    private protected Task<Enqueued> EnqueueAsync(string @event, string conversation, params string[] merged) =>
        Inbox.EnqueueAsync(Event(@event, conversation, merged));

    private protected static InboxEvent Event(string @event, string conversation, params string[] merged) => new()
    {
        Id = new EventId(@event),
        Conversation = new ConversationId(conversation),
        Merged = [.. merged.Select(id => new ConversationId(id))],
    };

    /// <summary>The job that is due now, or is being delivered.</summary>
    private protected async Task<InboxLease> LeaseAsync(TimeSpan? duration = null)
    {
        using var late = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await Inbox.TryLeaseAsync(duration ?? Minute) is { } lease)
            {
                return lease;
            }

            await Inbox.WaitAsync(late.Token);
        }
    }

    /// <summary>The job that is due when a time has passed, and not before.</summary>
    private protected async Task<InboxLease> LeaseAfterAsync(DateTimeOffset start, TimeSpan wait)
    {
        await PassAsync(start + wait - Clock.GetUtcNow());
        var lease = await LeaseAsync();
        (Clock.GetUtcNow() - start).ShouldBeGreaterThan(wait - TimeSpan.FromMilliseconds(20), "but for what timers and clocks differ by");
        return lease;
    }

    /// <summary>What is enqueued last is leased next, so nothing is before it.</summary>
    private protected async Task NothingElseIsDueAsync()
    {
        var marker = $"cnv_marker_{_markers++}";
        await EnqueueAsync($"evt_of_{marker}", marker);
        var lease = await LeaseAsync();
        lease.Conversation.Value.ShouldBe(marker);
        await Inbox.CompleteAsync(lease);
    }

    private protected async Task ShouldCountAsync(long due, long later, long dead)
    {
        using var late = new CancellationTokenSource(Patience);
        for (var counts = await Inbox.CountAsync(); (counts.Due, counts.Later, counts.Dead) != (due, later, dead); counts = await Inbox.CountAsync())
        {
            late.IsCancellationRequested.ShouldBeFalse($"{counts} instead of {due} due, {later} later, {dead} dead");
            await Task.Yield();
        }
    }
}
