using Microsoft.Extensions.DependencyInjection;
using TnsTriage.Front;
using TnsTriage.FrontStub;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Tests.Desks;

namespace TnsTriage.Service.Tests.Triage;

/// <summary>Workers who meet: over conversations that become one while they are at work, and over holds that end too early.</summary>
public sealed class HoldTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private Desk _desk = null!;

    public async Task InitializeAsync() => _desk = await Desk.OpenAsync();

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Theory]
    [InlineData("/tags")]
    [InlineData("")]
    [InlineData("/links")]
    [InlineData("/comments")]
    public async Task Of_two_workers_with_one_decision_under_two_ids_the_second_waits_whatever_write_of_the_first_is_under_way(string write)
    {
        var merged = await _desk.ReceiveAsync(Fraud);
        var (into, _) = _desk.Front.Company.Begin("Older", new StubMessage("An older question") { IsInbound = false });
        var second = await _desk.WorkerAsync();
        var isTaken = false;
        WhileWriting($"/conversations/{merged.Id}{write}", async () =>
        {
            await _desk.DeliverAsync(_desk.Front.Company.Merge(merged.Id, into.Id));
            isTaken = await second.WorkOnceAsync(CancellationToken.None);
        });

        await _desk.WorkForAsync(Minute);

        isTaken.ShouldBeTrue("the second worker had a job");
        var now = _desk.Now(into);
        now.Comments.ShouldHaveSingleItem();
        now.Tags.ShouldBe(["tag_escalated"]);
        _desk.Front.Writes.Count(done => done.Path.EndsWith("/comments", StringComparison.Ordinal)).ShouldBe(1);
        _desk.Model.Calls.ShouldBe(1);
        (await _desk.EntryAsync(into)).Steps.ShouldAllBe(step => step.DoneAt != null);
        await ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task A_merge_that_is_told_while_the_model_thinks_asks_it_no_second_time()
    {
        var merged = await _desk.ReceiveAsync(Fraud);
        var (into, _) = _desk.Front.Company.Begin("Older", new StubMessage("An older question") { IsInbound = false });
        var second = await _desk.WorkerAsync();
        WhileTheModelThinks(async () =>
        {
            await _desk.DeliverAsync(_desk.Front.Company.Merge(merged.Id, into.Id));
            await second.WorkOnceAsync(CancellationToken.None);
        });

        await _desk.WorkForAsync(Minute);

        (await _desk.EntryAsync(into)).Decision.Conversation.Value.ShouldBe(merged.Id);
        _desk.Model.Calls.ShouldBe(1);
        _desk.Now(into).Comments.ShouldHaveSingleItem();
        await ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task A_job_whose_conversation_somebody_else_has_waits_and_nothing_counts_against_it()
    {
        var conversation = await _desk.ReceiveAsync(Fraud);
        var hold = await HoldAsync(conversation);

        for (var time = 0; time < 20; time++)
        {
            await _desk.WorkAsync();
            _desk.Time.Advance(TimeSpan.FromSeconds(2));
        }

        _desk.Front.Requests.ShouldNotContain(request => request.Path.Contains(conversation.Id, StringComparison.Ordinal));
        var lease = (await _desk.Inbox.TryLeaseAsync(Minute)).ShouldNotBeNull();
        (lease.Attempt, lease.Lost, lease.LastSetback).ShouldBe((1, 0, null));
        await _desk.Inbox.ReleaseAsync(lease, TimeSpan.Zero);
        await _desk.Ledger.ReleaseAsync(hold);
        await _desk.WorkAsync();
        _desk.Now(conversation).Comments.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_conversation_that_was_merged_into_what_somebody_else_has_is_read_again_later_and_written_to_by_nobody_meanwhile()
    {
        var merged = await _desk.ReceiveAsync(Fraud);
        var (into, _) = _desk.Front.Company.Begin("Older", new StubMessage("An older question") { IsInbound = false });
        _desk.Front.Company.Merge(merged.Id, into.Id);   // its event is lost
        var hold = await HoldAsync(into);

        await _desk.WorkAsync();

        _desk.Front.Writes.ShouldBeEmpty();
        (await _desk.Ledger.FindAsync(new ConversationId(merged.Id))).ShouldBeNull();
        await _desk.Ledger.ReleaseAsync(hold);
        await _desk.WorkForAsync(Minute);
        _desk.Now(into).Comments.ShouldHaveSingleItem();
        _desk.Now(into).Inboxes.ShouldBe(["inb_tns"]);
        await ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task An_escalation_that_is_redirected_to_what_somebody_else_has_begins_no_further_step()
    {
        var merged = await _desk.ReceiveAsync(Fraud);
        var (into, _) = _desk.Front.Company.Begin("Older", new StubMessage("An older question") { IsInbound = false });
        var hold = await HoldAsync(into);
        WhileWriting($"/conversations/{merged.Id}/tags", () => Task.FromResult(_desk.Front.Company.Merge(merged.Id, into.Id)));

        await _desk.WorkAsync();

        _desk.Front.Writes.ShouldHaveSingleItem().Path.ShouldBe($"/conversations/{into.Id}/tags");
        await _desk.Ledger.ReleaseAsync(hold);
        await _desk.WorkForAsync(Minute);
        var now = _desk.Now(into);
        (now.Tags.Count, now.Inboxes[0], now.Links.Count, now.Comments.Count).ShouldBe((1, "inb_tns", 1, 1));
        _desk.Model.Calls.ShouldBe(1);
        await ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task A_worker_that_lost_its_hold_decides_nothing_and_its_job_comes_back()
    {
        var conversation = await _desk.ReceiveAsync(Fraud);
        Hold? other = null;
        WhileTheModelThinks(async () => other = await TakeAwayAsync(conversation));

        await _desk.WorkAsync();

        (await _desk.Ledger.FindAsync(new ConversationId(conversation.Id))).ShouldBeNull();
        _desk.Front.Writes.ShouldBeEmpty();
        _desk.Time.Advance(TimeSpan.FromSeconds(2));
        var lease = (await _desk.Inbox.TryLeaseAsync(Minute)).ShouldNotBeNull();
        (lease.Attempt, lease.Lost, lease.LastSetback).ShouldBe((1, 0, null));
        await _desk.Inbox.ReleaseAsync(lease, TimeSpan.Zero);
        await _desk.Ledger.ReleaseAsync(other!);
        await _desk.WorkForAsync(Minute);
        _desk.Now(conversation).Comments.ShouldHaveSingleItem();
        await ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task A_worker_that_lost_its_hold_is_stopped_while_the_model_still_thinks()
    {
        var conversation = await _desk.ReceiveAsync(Fraud);
        Exception? end = null;
        var lost = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _desk.Model.Does = async (_, _, token) =>
        {
            await TakeAwayAsync(conversation);
            lost.SetResult(true);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
            catch (OperationCanceledException e)
            {
                end = e;
                throw;
            }

            throw new System.Diagnostics.UnreachableException();
        };

        // Once it is lost, until it is renewed, a third of a lease, and no further meanwhile: fifty seconds on is the model's limit.
        var work = (await _desk.WorkerAsync()).WorkOnceAsync(CancellationToken.None);
        await _desk.RunAsync(lost.Task);
        await _desk.RunAsync(work, longestWait: TimeSpan.FromSeconds(45));

        end.ShouldNotBeNull();
        _desk.Log.Lines.ShouldContain(line => line.Contains($"{conversation.Id}, attempt 1: it was not kept in time", StringComparison.Ordinal));
        _desk.Time.Advance(TimeSpan.FromSeconds(2));
        (await _desk.Inbox.TryLeaseAsync(Minute)).ShouldNotBeNull().Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task A_worker_that_lost_its_hold_while_a_write_was_under_way_begins_no_other()
    {
        var conversation = await _desk.ReceiveAsync(Fraud);
        Hold? other = null;
        WhileWriting($"/conversations/{conversation.Id}/tags", async () => other = await TakeAwayAsync(conversation));

        await _desk.WorkAsync();

        _desk.Front.Writes.ShouldHaveSingleItem().Path.ShouldEndWith("/tags");
        (await _desk.EntryAsync(conversation)).Steps.ShouldAllBe(step => step.DoneAt == null);
        await _desk.Ledger.ReleaseAsync(other!);
        await _desk.WorkForAsync(Minute);
        _desk.Now(conversation).Comments.ShouldHaveSingleItem();
        (await _desk.EntryAsync(conversation)).Steps.ShouldAllBe(step => step.DoneAt != null);
        await ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task Nobody_is_paged_by_a_worker_that_lost_its_hold_before()
    {
        var conversation = await _desk.ReceiveAsync("The leader was alone with the children again.");
        WhileTheModelThinks(() => TakeAwayAsync(conversation));

        await _desk.WorkAsync();

        _desk.Pages.Sent.ShouldBeEmpty();
    }

    private const string Fraud = "Somebody paid a forged invoice in our name.";

    /// <summary>Does something once, when a write has found its conversation and not yet changed it.</summary>
    private void WhileWriting(string path, Func<Task> happens) => _desk.Front.Writing = async write =>
    {
        if (write.Path == path)
        {
            _desk.Front.Writing = null;
            await happens();
        }
    };

    private void WhileTheModelThinks(Func<Task> happens) => _desk.Model.Does = async (_, ticket, _) =>
    {
        _desk.Model.Recovers();
        await happens();
        return ScriptedModel.Says(ScriptedModel.AnswerTo(ticket));
    };

    private async Task<Hold> HoldAsync(StubConversation conversation) =>
        (await _desk.Ledger.TryHoldAsync(new ConversationId(conversation.Id), [], TimeSpan.FromHours(1))).ShouldNotBeNull();

    /// <summary>As if its worker had stood still until its hold was over, and another had come.</summary>
    private async Task<Hold> TakeAwayAsync(StubConversation conversation)
    {
        await _desk.Services.GetRequiredKeyedService<SqliteDatabase>("ledger").WriteAsync(session => session.Execute("DELETE FROM hold"));
        return await HoldAsync(conversation);
    }

    private async Task ShouldBeAtRestAsync() => (await _desk.Inbox.CountAsync()).ShouldBe(new InboxCounts(0, 0, 0, null));
}
