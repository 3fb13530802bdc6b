using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TnsEval.Testing;
using TnsTriage.Front;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Inbox.RabbitMq;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Tests.Desks;

namespace TnsTriage.Service.Tests.Inbox;

/// <summary>The contract, on a real broker in real time, and what only this queue does.</summary>
[NeedsServer(Server.RabbitMq)]
[SuppressMessage("Design", "CA1001", Justification = "xunit disposes it by IAsyncLifetime")]
public sealed class RabbitInboxTests : InboxContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RabbitQueues _queues = new();
    private readonly InMemoryEventMemory _memory = new();
    private readonly List<IAsyncDisposable> _open = [];
    private RabbitBroker _broker = null!;

    private protected override TimeProvider Clock => TimeProvider.System;

    private protected override TimeSpan Soon => TimeSpan.FromMilliseconds(300);

    private protected override TimeSpan ShortLease => TimeSpan.FromSeconds(3);

    public override async Task DisposeAsync()
    {
        foreach (var part in _open.AsEnumerable().Reverse())
        {
            await part.DisposeAsync();
        }

        await _queues.DisposeAsync();
    }

    [LaneFact]
    public async Task A_delivery_of_an_event_that_is_done_is_left_alone_in_every_process()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        await EnqueueAsync("evt_1", "cnv_1");
        await EnqueueAsync("evt_2", "cnv_2");
        await Inbox.CompleteAsync(await LeaseAsync());

        (await LeaseAsync()).Conversation.Value.ShouldBe("cnv_2");
        await Open().EnqueueAsync(Event("evt_1", "cnv_1"));
        await NothingElseIsDueAsync();
    }

    [LaneFact]
    public async Task An_event_that_the_reconciler_finds_again_and_again_is_queued_once_and_never_when_it_is_done()
    {
        (await Inbox.EnqueueFoundAsync(Event("evt_1", "cnv_1"))).ShouldBe(Enqueued.Repeated);
        (await Inbox.EnqueueFoundAsync(Event("evt_1", "cnv_1"))).ShouldBe(Enqueued.Duplicate);
        await EnqueueAsync("evt_2", "cnv_2");
        await Inbox.CompleteAsync(await LeaseAsync());
        await Inbox.CompleteAsync(await LeaseAsync());

        (await Inbox.EnqueueFoundAsync(Event("evt_2", "cnv_2"))).ShouldBe(Enqueued.Duplicate);
        await NothingElseIsDueAsync();
    }

    [LaneFact]
    public async Task While_the_memory_is_away_a_job_is_put_off_and_nothing_counts_against_it()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        _memory.IsAway = true;
        await Inbox.WaitAsync(CancellationToken.None).WaitAsync(Patience);

        await Should.ThrowAsync<StorageUnavailableException>(Inbox.TryLeaseAsync(Minute));

        _memory.IsAway = false;
        var lease = await LeaseAsync();
        (lease.Attempt, lease.Lost).ShouldBe((1, 0));
    }

    [LaneFact]
    public async Task A_completed_job_whose_event_cannot_be_noted_is_not_acknowledged()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        var lease = await LeaseAsync();
        _memory.IsAway = true;

        await Should.ThrowAsync<StorageUnavailableException>(Inbox.CompleteAsync(lease));

        _memory.IsAway = false;
        (await Inbox.RenewAsync(lease, Minute)).ShouldBeTrue();
        (await Inbox.CompleteAsync(lease)).ShouldBeTrue();
    }

    [LaneFact]
    public async Task A_process_that_closes_gives_back_what_it_did_not_begin_and_a_lease_that_it_leaves_counts_as_lost()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        await EnqueueAsync("evt_2", "cnv_2");
        var left = await LeaseAsync();
        await Inbox.WaitAsync(CancellationToken.None).WaitAsync(Patience);   // the other one is here, and nobody took it

        await ((RabbitInbox)Inbox).DisposeAsync();
        var other = Open();

        var leases = new[] { await LeaseFromAsync(other), await LeaseFromAsync(other) }.OrderBy(lease => lease.Conversation.Value).ToArray();
        (leases[0].Conversation, leases[0].Attempt, leases[0].Lost).ShouldBe((left.Conversation, 2, 1));
        (leases[1].Conversation.Value, leases[1].Attempt, leases[1].Lost).ShouldBe(("cnv_2", 1, 0));
    }

    [LaneFact]
    public async Task A_long_wait_is_made_of_several_and_is_not_shorter()
    {
        var wait = TimeSpan.FromMilliseconds(1_100);
        await EnqueueAsync("evt_1", "cnv_1");
        var failed = Clock.GetUtcNow();

        await Inbox.RetryAsync(await LeaseAsync(), Down, wait);

        (await LeaseAfterAsync(failed, wait)).Attempt.ShouldBe(2);
    }

    [LaneTheory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_job_that_was_put_off_by_a_machine_whose_clock_is_wrong_by_hours_comes_in_time(int hours)
    {
        var wrong = Open(new ShiftedTime(TimeProvider.System, TimeSpan.FromHours(hours)));
        await wrong.EnqueueAsync(Event("evt_1", "cnv_1"));
        await wrong.RetryAsync(await LeaseFromAsync(wrong), Down, TimeSpan.FromMilliseconds(1_100));
        await wrong.DisposeAsync();

        (await LeaseAsync()).Attempt.ShouldBe(2);
    }

    [LaneFact]
    public async Task A_message_that_no_worker_comes_to_terms_with_becomes_a_dead_letter_by_the_brokers_own_limit_and_can_be_replayed()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        await using (var workers = _broker.Subscribe(_queues.Topology.Work, prefetch: 1))
        {
            using var late = new CancellationTokenSource(Patience);
            for (var returns = 0; returns <= 50; returns++)
            {
                await (await workers.TakeAsync(late.Token)).ReturnAsync();
            }
        }

        await ShouldCountAsync(due: 0, later: 0, dead: 1);
        var dead = (await Inbox.DeadLettersAsync(10)).ShouldHaveSingleItem();
        (dead.Conversation.Value, dead.Setback.Kind).ShouldBe(("cnv_1", SetbackKind.WorkerDied));
        dead.DiedAt.ShouldBeInRange(Clock.GetUtcNow() - Minute, Clock.GetUtcNow() + Minute);
        (await Inbox.ReplayAsync(dead.Conversation)).ShouldBeTrue();
        var lease = await LeaseAsync();
        (lease.Conversation, lease.Attempt, lease.Lost).ShouldBe((dead.Conversation, 1, 0));
    }

    [LaneFact]
    public async Task What_cannot_be_read_is_kept_as_a_dead_letter_and_goes_back_where_it_came_from()
    {
        var newer = Encoding.UTF8.GetBytes("""{"formatVersion":2,"event":"evt_1"}""");
        await _broker.PublishAsync(_queues.Topology.Work, newer, Patience);
        await NothingElseIsDueAsync();
        await ShouldCountAsync(due: 0, later: 0, dead: 1);
        (await Inbox.DeadLettersAsync(10)).ShouldBeEmpty();

        (await Inbox.ReplayAllAsync()).ShouldBe(1);
        await ((RabbitInbox)Inbox).DisposeAsync();

        await using var program = _broker.Subscribe(_queues.Topology.Work, prefetch: 1);
        using var late = new CancellationTokenSource(Patience);
        (await program.TakeAsync(late.Token)).Body.ToArray().ShouldBe(newer);
    }

    [LaneFact]
    public async Task A_purge_forgets_events()
    {
        await EnqueueAsync("evt_1", "cnv_1");
        await Inbox.CompleteAsync(await LeaseAsync());

        (await Inbox.PurgeAsync(Clock.GetUtcNow())).ShouldBe(1);

        await EnqueueAsync("evt_1", "cnv_1");
        (await LeaseAsync()).Conversation.Value.ShouldBe("cnv_1");
    }

    private protected override async Task<IInbox> OpenAsync()
    {
        foreach (var part in _open.AsEnumerable().Reverse())
        {
            await part.DisposeAsync();
        }

        _open.Clear();
        _broker = _queues.Connect();
        _open.Add(_broker);
        await _broker.StartAsync(Patience, CancellationToken.None);
        return Open();
    }

    private protected override Task PassAsync(TimeSpan time) => Task.CompletedTask;

    private RabbitInbox Open(TimeProvider? time = null)
    {
        var inbox = new RabbitInbox(_broker, workers: 8, _memory, time ?? TimeProvider.System, NullLogger<RabbitInbox>.Instance);
        _open.Add(inbox);
        return inbox;
    }

    private static async Task<InboxLease> LeaseFromAsync(IInbox inbox)
    {
        using var late = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await inbox.TryLeaseAsync(Minute) is { } lease)
            {
                return lease;
            }

            await inbox.WaitAsync(late.Token);
        }
    }
}
