using TnsTriage.Front.Api;
using TnsTriage.Front.Escalation;
using TnsTriage.FrontStub;

namespace TnsTriage.Front.Tests.Escalation;

public sealed class EscalationWriterTests : IAsyncLifetime
{
    private static readonly Uri Case = new("https://cases.example/TNS-1");

    private static readonly ConversationUpdate ToTns = new() { Inbox = new InboxId("inb_tns"), Assignee = new TeammateId("tea_oncall"), Status = ConversationStatus.Open };

    private StubFront _front = null!;
    private FrontClient _client = null!;
    private EscalationWriter _writer = null!;
    private ConversationId _id;
    private CommentMarker _marker;

    public async Task InitializeAsync()
    {
        _front = await StubFront.StartAsync();
        _client = A.Client(_front);
        _writer = new EscalationWriter(_client);
        var conversation = _front.Company.Begin("Help", new StubMessage("text")).Conversation;
        _id = new ConversationId(conversation.Id);
        _marker = new CommentMarker(_id, new MessageId(conversation.Messages[0].Id));
    }

    public async Task DisposeAsync() => await _front.DisposeAsync();

    [Fact]
    public async Task An_escalation_is_written_once_however_often_it_is_run()
    {
        (await EscalateAsync()).ShouldAllBe(step => step.Outcome == StepOutcome.Done);
        (await EscalateAsync()).ShouldAllBe(step => step.Outcome == StepOutcome.AlreadyThere);
        (await EscalateAsync()).ShouldAllBe(step => step.Conversation == _id);

        _front.Writes.Select(write => write.Method).ShouldBe(["POST", "PATCH", "POST", "POST"]);
        var known = _front.Company.Find(_id.Value)!;
        known.Tags.ShouldBe(["tag_escalated", "tag_urgent"]);
        known.Inboxes.ShouldBe(["inb_tns"]);
        known.Assignee.ShouldBe("tea_oncall");
        known.Links.ShouldBe([Case.AbsoluteUri]);
        known.Comments.ShouldHaveSingleItem().Body.ShouldBe($"Possible takeover\n\n`{_marker}`");
    }

    [Fact]
    public async Task Any_step_whose_answer_is_lost_can_be_taken_again_without_being_taken_twice()
    {
        foreach (var (method, path) in new[] { ("POST", "/tags"), ("PATCH", ""), ("POST", "/links"), ("POST", "/comments") })
        {
            _front.Inject(StubFault.Drop().On(method, path) with { IsAfterwards = true });
            (await A.FaultOf(EscalateAsync())).MayHaveBeenApplied.ShouldBeTrue();
        }

        (await EscalateAsync()).ShouldAllBe(step => step.Outcome == StepOutcome.AlreadyThere);
        _front.Writes.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Any_step_that_failed_is_taken_when_it_is_tried_again()
    {
        foreach (var (method, path) in new[] { ("POST", "/tags"), ("PATCH", ""), ("POST", "/links"), ("POST", "/comments") })
        {
            _front.Inject(StubFault.Status(500).On(method, path));
            await A.FaultOf(EscalateAsync());
        }

        (await EscalateAsync()).Select(step => step.Outcome).ShouldBe([StepOutcome.AlreadyThere, StepOutcome.AlreadyThere, StepOutcome.AlreadyThere, StepOutcome.Done]);
        _front.Company.Find(_id.Value)!.Comments.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_agents_tags_stay()
    {
        await _client.AddTagsAsync(_id, [new TagId("tag_confirmed")]);

        await _writer.TagAsync(await _client.GetConversationAsync(_id), [new TagId("tag_confirmed"), new TagId("tag_urgent")]);

        _front.Writes[^1].Body.ShouldBe("""{"tag_ids":["tag_urgent"]}""");
        _front.Company.Find(_id.Value)!.Tags.ShouldBe(["tag_confirmed", "tag_urgent"]);
    }

    [Fact]
    public async Task A_move_changes_only_what_is_not_so_already()
    {
        await _client.UpdateAsync(_id, new ConversationUpdate { Inbox = new InboxId("inb_tns") });

        await _writer.MoveAsync(await _client.GetConversationAsync(_id), ToTns);

        _front.Writes[^1].Body.ShouldBe("""{"assignee_id":"tea_oncall"}""");
    }

    [Fact]
    public async Task Without_a_move_the_inboxes_are_not_asked_for()
    {
        var conversation = await _client.GetConversationAsync(_id);

        (await _writer.MoveAsync(conversation, new ConversationUpdate { Status = ConversationStatus.Open })).Outcome.ShouldBe(StepOutcome.AlreadyThere);
        (await _writer.MoveAsync(conversation, new ConversationUpdate { Status = ConversationStatus.Archived })).Outcome.ShouldBe(StepOutcome.Done);

        _front.Requests.ShouldNotContain(request => request.Path.EndsWith("/inboxes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_conversation_that_is_merged_in_the_middle_keeps_its_one_comment()
    {
        await _writer.CommentAsync(_id, _marker, "Possible takeover");
        var other = new ConversationId(_front.Company.Begin("Other", new StubMessage("text")).Conversation.Id);
        _front.Company.Merge(_id.Value, other.Value);

        var step = await _writer.CommentAsync(_id, _marker, "Possible takeover");

        step.ShouldBe(new EscalationStep(StepOutcome.AlreadyThere, other));
        _front.Company.Find(other.Value)!.Comments.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Steps_go_on_where_the_conversation_went()
    {
        var before = await _client.GetConversationAsync(_id);
        var other = new ConversationId(_front.Company.Begin("Other", new StubMessage("text")).Conversation.Id);
        _front.Company.Merge(_id.Value, other.Value);

        (await _writer.TagAsync(before, [new TagId("tag_urgent")])).ShouldBe(new EscalationStep(StepOutcome.Done, other));
        (await _writer.MoveAsync(before, ToTns)).ShouldBe(new EscalationStep(StepOutcome.Done, other));
        (await _writer.LinkAsync(before, Case)).ShouldBe(new EscalationStep(StepOutcome.Done, other));
        (await _writer.CommentAsync(_id, _marker, "text")).ShouldBe(new EscalationStep(StepOutcome.Done, other));

        _front.Company.Find(other.Value)!.ShouldSatisfyAllConditions(
            known => known.Tags.ShouldBe(["tag_urgent"]),
            known => known.Inboxes.ShouldBe(["inb_tns"]),
            known => known.Links.ShouldBe([Case.AbsoluteUri]),
            known => known.Comments.Count.ShouldBe(1));
    }

    [Theory]
    [InlineData("text\n\n`tnstriage:cnv_1:msg_2:v1`", true)]
    [InlineData("tnstriage:cnv_1:msg_2:v1", true)]
    [InlineData("tnstriage:cnv_1:msg_2:v10 and tnstriage:cnv_1:msg_2:v1.", true)]
    [InlineData("tnstriage:cnv_1:msg_2:v10", false)]
    [InlineData("tnstriage:cnv_1:msg_2:v1_b", false)]
    [InlineData("tnstriage:cnv_1:msg_22:v1", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_marker_is_known_again_whole(string? comment, bool isThere) =>
        new CommentMarker(new ConversationId("cnv_1"), new MessageId("msg_2")).IsIn(comment).ShouldBe(isThere);

    private async Task<EscalationStep[]> EscalateAsync()
    {
        var conversation = await _client.GetConversationAsync(_id);
        return
        [
            await _writer.TagAsync(conversation, [new TagId("tag_escalated"), new TagId("tag_urgent")]),
            await _writer.MoveAsync(conversation, ToTns),
            await _writer.LinkAsync(conversation, Case),
            await _writer.CommentAsync(_id, _marker, "Possible takeover"),
        ];
    }
}
