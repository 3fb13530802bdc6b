using System.Net;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Testing;
using TnsTriage.Assessments;
using TnsTriage.Front;
using TnsTriage.FrontStub;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Tests.Desks;

namespace TnsTriage.Service.Tests.Triage;

public sealed class FaultTests : IAsyncLifetime
{
    private const string Fraud = "Somebody paid a forged invoice in our name.";

    private Desk _desk = null!;

    public async Task InitializeAsync() => _desk = await Desk.OpenAsync();

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task A_storm_of_429_delays_and_loses_nothing()
    {
        var conversation = await _desk.ReceiveAsync(Fraud);
        await _desk.WorkerAsync();
        _desk.Front.Inject(StubFault.TooManyRequests(retryAfter: 7) with { Times = 25 });

        await _desk.WorkForAsync(TimeSpan.FromMinutes(30));

        await ShouldBeEscalatedOnceAsync(conversation);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Front_failing_for_a_while_delays_and_loses_nothing(int status)
    {
        var conversation = await _desk.ReceiveAsync(Fraud);
        await _desk.WorkerAsync();
        _desk.Front.Inject(StubFault.Status(status) with { Times = 6 });

        await _desk.WorkForAsync(TimeSpan.FromMinutes(30));

        await ShouldBeEscalatedOnceAsync(conversation);
    }

    [Theory]
    [InlineData("POST", "/tags")]
    [InlineData("POST", "/links")]
    [InlineData("POST", "/comments")]
    public async Task A_write_that_took_effect_although_its_answer_was_lost_is_not_doubled(string method, string path)
    {
        var conversation = await _desk.ReceiveAsync(Fraud);
        _desk.Front.Inject(StubFault.Status(502).On(method, path) with { IsAfterwards = true });

        await _desk.WorkForAsync(TimeSpan.FromMinutes(10));

        await ShouldBeEscalatedOnceAsync(conversation);
    }

    [Fact]
    public async Task A_Front_that_hangs_is_given_up_and_asked_again()
    {
        await using var desk = await Desk.OpenAsync(set: settings => settings["TnsTriage:Front:RequestTimeout"] = "00:00:30");
        var conversation = await desk.ReceiveAsync(Fraud);
        await desk.WorkerAsync();
        desk.Front.Inject(StubFault.Hang());
        var asked = desk.Front.Requests.Count;
        var work = desk.WorkAsync();
        await Eventually.Is(() => desk.Front.Requests.Count > asked);

        desk.Time.Advance(TimeSpan.FromSeconds(30));
        await work;
        await desk.WorkForAsync(TimeSpan.FromMinutes(10));

        desk.Now(conversation).Comments.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_conversation_merged_before_it_was_read_is_triaged_where_it_is_now()
    {
        var merged = await _desk.ReceiveAsync(Fraud);
        var (into, _) = _desk.Front.Company.Begin("Older", new StubMessage("An older question") { IsInbound = false });
        _desk.Front.Company.Merge(merged.Id, into.Id);   // its event is lost

        await _desk.WorkAsync();

        await ShouldBeEscalatedOnceAsync(into);
        (await _desk.EntryAsync(merged)).Decision.Conversation.Value.ShouldBe(into.Id);
    }

    [Fact]
    public async Task Two_conversations_that_become_one_are_decided_on_once_more_by_nobody()
    {
        var merged = await _desk.ReceiveAsync(Fraud);
        await _desk.WorkAsync();
        var (into, happened) = _desk.Front.Company.Begin("Newer", new StubMessage("The same forged invoice"));

        await _desk.DeliverAsync(_desk.Front.Company.Merge(merged.Id, into.Id));
        await _desk.DeliverAsync(happened!);
        await _desk.WorkAsync();

        (await _desk.EntryAsync(into)).Decision.Conversation.Value.ShouldBe(merged.Id);
        _desk.Now(into).Comments.ShouldHaveSingleItem();
        _desk.Model.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_conversation_merged_between_its_decision_and_its_writes_is_escalated_where_it_is_now()
    {
        var merged = await _desk.ReceiveAsync(Fraud);
        var (into, _) = _desk.Front.Company.Begin("Older", new StubMessage("An older question"));
        _desk.Model.Does = (_, ticket, _) =>
        {
            _desk.Front.Company.Merge(merged.Id, into.Id);
            return Task.FromResult(ScriptedModel.Says(ScriptedModel.AnswerTo(ticket)));
        };

        await _desk.WorkAsync();

        await ShouldBeEscalatedOnceAsync(into);
        (await _desk.EntryAsync(into)).Steps.ShouldAllBe(step => step.DoneAt != null);
    }

    [Fact]
    public async Task A_conversation_that_was_deleted_meanwhile_is_no_fault()
    {
        await _desk.Inbox.EnqueueAsync(new InboxEvent { Id = new EventId("evt_gone"), Conversation = new ConversationId("cnv_gone") });

        await _desk.WorkAsync();

        (await _desk.Inbox.CountAsync()).ShouldBe(new InboxCounts(0, 0, 0, null));
        (await _desk.Ledger.TrailAsync(new ConversationId("cnv_gone"))).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_model_down_for_ten_minutes_delays_and_loses_nothing()
    {
        var conversation = await _desk.ReceiveAsync(Fraud);
        _desk.Model.Throws(ProviderFaultKind.Transient);

        await _desk.WorkForAsync(TimeSpan.FromMinutes(10));
        _desk.Front.Writes.ShouldBeEmpty();
        _desk.Model.Recovers();
        await _desk.WorkForAsync(TimeSpan.FromMinutes(5));

        await ShouldBeEscalatedOnceAsync(conversation);
    }

    [Theory]
    [InlineData(ProviderFaultKind.Transient)]
    [InlineData(ProviderFaultKind.RateLimited)]
    [InlineData(ProviderFaultKind.Auth)]
    [InlineData(ProviderFaultKind.Settings)]
    public async Task A_model_down_for_longer_than_patience_lasts_leaves_the_ticket_to_a_person(ProviderFaultKind kind)
    {
        var conversation = await _desk.ReceiveAsync(Fraud);
        _desk.Model.Throws(kind);

        await _desk.WorkForAsync(TimeSpan.FromMinutes(29));
        _desk.Front.Writes.ShouldBeEmpty();
        await _desk.WorkForAsync(TimeSpan.FromMinutes(5));

        _desk.Now(conversation).Tags.ShouldBe(["tag_review"]);
        var judgement = (await _desk.EntryAsync(conversation)).Decision.Judgement;
        (judgement.Outcome, judgement.Verdict).ShouldBe((JudgementOutcome.Failed, Verdict.Review));
    }

    [Fact]
    public async Task A_model_that_hangs_is_waited_for_and_then_the_ticket_goes_to_a_person()
    {
        await using var desk = await Desk.OpenAsync(set: settings => settings["TnsTriage:ModelTimeout"] = "00:00:02");
        var conversation = await desk.ReceiveAsync(Fraud);
        desk.Model.Does = (_, _, _) => new TaskCompletionSource<ChatResponse>().Task;

        await desk.WorkForAsync(TimeSpan.FromMinutes(40));

        desk.Now(conversation).Tags.ShouldBe(["tag_review"]);
        (await desk.EntryAsync(conversation)).Decision.Judgement.Outcome.ShouldBe(JudgementOutcome.TimedOut);
    }

    [Fact]
    public async Task A_poisoned_conversation_becomes_a_dead_letter_and_a_replay_takes_it_up()
    {
        var poisoned = await _desk.ReceiveAsync(Fraud);
        var healthy = await _desk.ReceiveAsync("Another forged invoice");
        await _desk.WorkerAsync();
        _desk.Front.Inject(StubFault.Body("""{"_results": [{"id": 7}]}""").On("GET", $"{poisoned.Id}/messages") with { Times = null });

        await _desk.WorkForAsync(TimeSpan.FromHours(1));

        await ShouldBeEscalatedOnceAsync(healthy);
        var dead = (await _desk.Inbox.DeadLettersAsync(10)).ShouldHaveSingleItem();
        (dead.Conversation.Value, dead.Setback.Kind, dead.Attempts).ShouldBe((poisoned.Id, SetbackKind.Refused, 8));
        _desk.Log.Lines.ShouldContain(line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains($"{poisoned.Id} is a dead letter", StringComparison.Ordinal));

        _desk.Front.Heal();
        await _desk.Inbox.ReplayAsync(dead.Conversation);
        await _desk.WorkAsync();
        await ShouldBeEscalatedOnceAsync(poisoned);
    }

    [Fact]
    public async Task A_conversation_on_which_workers_die_becomes_a_dead_letter()
    {
        var conversation = await _desk.ReceiveAsync(Fraud);
        for (var death = 0; death < 5; death++)
        {
            (await _desk.Inbox.TryLeaseAsync(TimeSpan.FromMinutes(1))).ShouldNotBeNull();
            _desk.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await _desk.WorkAsync();

        var dead = (await _desk.Inbox.DeadLettersAsync(10)).ShouldHaveSingleItem();
        (dead.Conversation.Value, dead.Setback.Kind).ShouldBe((conversation.Id, SetbackKind.WorkerDied));
    }

    [Fact]
    public async Task A_step_that_Front_refuses_keeps_none_of_the_others_back_and_is_left_to_an_operator()
    {
        var conversation = await _desk.ReceiveAsync(Fraud);
        await _desk.WorkerAsync();
        _desk.Front.Inject(StubFault.Status(400).On("PATCH", "") with { Times = null });

        await _desk.WorkAsync();

        var now = _desk.Now(conversation);
        (now.Tags.Count, now.Links.Count, now.Comments.Count).ShouldBe((1, 1, 1));
        (await _desk.Inbox.DeadLettersAsync(10)).ShouldHaveSingleItem().Setback.Kind.ShouldBe(SetbackKind.Refused);
        _desk.Front.Heal();
        await _desk.Inbox.ReplayAsync(new ConversationId(conversation.Id));
        await _desk.WorkAsync();
        await ShouldBeEscalatedOnceAsync(conversation);
    }

    [Fact]
    public async Task A_page_that_nobody_takes_keeps_nothing_back_and_is_sent_again()
    {
        var conversation = await _desk.ReceiveAsync("The leader was alone with the children again.");
        _desk.Pages.Status = HttpStatusCode.BadGateway;

        await _desk.WorkAsync();
        _desk.Now(conversation).Tags.ShouldContain("tag_urgent");
        _desk.Pages.Status = HttpStatusCode.NoContent;
        await _desk.WorkForAsync(TimeSpan.FromMinutes(5));

        _desk.Pages.Sent.Count.ShouldBe(2);
        _desk.Pages.Sent.Select(page => page.Key).Distinct().ShouldHaveSingleItem();
        (await _desk.Inbox.CountAsync()).ShouldBe(new InboxCounts(0, 0, 0, null));
        _desk.Now(conversation).Comments.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task While_Front_takes_no_writes_a_page_still_goes_out()
    {
        await _desk.ReceiveAsync("The leader was alone with the children again.");
        await _desk.WorkerAsync();
        _desk.Front.Inject(StubFault.Status(503).On("POST", "/tags") with { Times = null });

        await _desk.WorkAsync();

        _desk.Pages.Sent.ShouldHaveSingleItem();
        _desk.Front.Writes.ShouldBeEmpty();
    }

    private async Task ShouldBeEscalatedOnceAsync(StubConversation conversation)
    {
        var now = _desk.Now(conversation);
        now.Tags.ShouldBe(["tag_escalated"]);
        now.Inboxes.ShouldBe(["inb_tns"]);
        now.Links.ShouldHaveSingleItem();
        now.Comments.ShouldHaveSingleItem();
        (await _desk.EntryAsync(conversation)).Steps.ShouldAllBe(step => step.DoneAt != null);
    }
}
