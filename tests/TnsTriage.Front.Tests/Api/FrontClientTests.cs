using TnsEval.Testing;
using TnsTriage.Front.Api;
using TnsTriage.FrontStub;

namespace TnsTriage.Front.Tests.Api;

/// <summary>Every call, against a server on loopback.</summary>
public sealed class FrontClientTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private StubFront _front = null!;
    private FrontClient _client = null!;

    public async Task InitializeAsync()
    {
        _front = await StubFront.StartAsync(time: _time);
        _client = A.Client(_front);
    }

    public async Task DisposeAsync() => await _front.DisposeAsync();

    [Fact]
    public async Task The_company_of_a_token_is_told() => (await _client.GetCompanyAsync()).ShouldBe(new FrontCompany { Id = "cmp_stub", Name = "Stub Church Software" });

    [Fact]
    public async Task Names_are_looked_up()
    {
        (await _client.GetTagsAsync()).ShouldContain(new FrontTag { Id = new TagId("tag_urgent"), Name = "tns/urgent" });
        (await _client.GetInboxesAsync()).ShouldContain(new FrontInbox { Id = new InboxId("inb_tns"), Name = "Trust & Safety" });
        (await _client.GetTeammatesAsync()).ShouldContain(new FrontTeammate { Id = new TeammateId("tea_oncall"), Username = "tns-oncall", Email = "tns-oncall@church-software.example" });
    }

    [Fact]
    public async Task A_conversation_is_read_with_what_escalations_need()
    {
        var id = Begin("Giving page").Id;
        await _client.AddTagsAsync(id, [new TagId("tag_urgent"), new TagId("tag_review")]);
        await _client.AddLinksAsync(id, [new Uri("https://cases.example/1")]);
        await _client.UpdateAsync(id, new ConversationUpdate { Assignee = new TeammateId("tea_oncall") });

        var conversation = await _client.GetConversationAsync(id);

        conversation.Subject.ShouldBe("Giving page");
        conversation.Status.ShouldBe("assigned");
        conversation.Assignee!.Id.ShouldBe(new TeammateId("tea_oncall"));
        conversation.Tags.Select(tag => tag.Name).ShouldBe(["tns/urgent", "tns/review"]);
        conversation.Links.ShouldHaveSingleItem().ExternalUrl.ShouldBe("https://cases.example/1");
        conversation.CreatedAt.ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public async Task Messages_of_three_pages_come_oldest_first_and_once()
    {
        var id = Begin("Long", [.. Enumerable.Range(1, 230).Select(number => new StubMessage($"message {number}"))]).Id;

        var thread = await A.Client(_front, options => options.MaxMessages = 500).GetMessagesAsync(id);

        thread.Messages.Select(message => message.Body).ShouldBe(Enumerable.Range(1, 230).Select(number => $"message {number}"));
        thread.IsCut.ShouldBeFalse();
        _front.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(230, true)]
    [InlineData(201, true)]
    [InlineData(200, false)]
    [InlineData(0, false)]
    public async Task Only_the_newest_messages_are_read_of_a_conversation_without_end(int count, bool isCut)
    {
        var id = Begin("Long", [.. Enumerable.Range(1, count).Select(number => new StubMessage($"message {number}"))]).Id;

        var thread = await _client.GetMessagesAsync(id);

        thread.IsCut.ShouldBe(isCut);
        thread.Messages.Select(message => message.Body).ShouldBe(Enumerable.Range(1, count).TakeLast(200).Select(number => $"message {number}"));
        _front.Requests.Count.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task Events_are_filtered_by_kind_and_time_and_listed_page_by_page()
    {
        Begin("Before", new StubMessage("too early"));
        _time.Advance(TimeSpan.FromMilliseconds(1500));
        var after = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var ids = Enumerable.Range(1, 32).Select(number => Begin($"c{number}", new StubMessage("text")).Id).ToArray();
        await _client.AddTagsAsync(ids[0], [new TagId("tag_urgent")]);
        _time.Advance(TimeSpan.FromSeconds(1));
        var before = _time.GetUtcNow();
        Begin("After", new StubMessage("too late"));

        var events = await _client.GetEventsAsync(new FrontEventQuery { Types = ["inbound"], After = after, Before = before, Inboxes = [new InboxId("inb_support")] }).Select(A.Readable).ToListAsync();

        events.Select(@event => @event.Conversation).ShouldBe(ids.Reverse().Select(id => (ConversationId?)id));
        events.ShouldAllBe(@event => @event.Type == "inbound" && @event.SourceType == "inboxes" && @event.Message != null);
        _front.Requests.Count(request => request.Path == "/events").ShouldBe(3);
    }

    [Fact]
    public async Task One_event_is_read()
    {
        var (_, happened) = _front.Company.Begin("Help", new StubMessage("text"));

        var @event = await _client.GetEventAsync(new EventId(happened!.Id));

        @event.Type.ShouldBe("inbound");
        @event.EmittedAt.ShouldBe(happened.At);
    }

    [Fact]
    public async Task Tags_are_added_to_those_of_the_agents_and_taken_away_alone()
    {
        var id = Begin("Help").Id;
        await _client.AddTagsAsync(id, [new TagId("tag_confirmed")]);

        await _client.AddTagsAsync(id, [new TagId("tag_urgent"), new TagId("tag_escalated")]);
        await _client.RemoveTagsAsync(id, [new TagId("tag_urgent")]);

        _front.Company.Find(id.Value)!.Tags.ShouldBe(["tag_confirmed", "tag_escalated"]);
    }

    [Fact]
    public async Task An_update_sends_what_it_changes_and_nothing_else()
    {
        var id = Begin("Help").Id;

        await _client.UpdateAsync(id, new ConversationUpdate { Inbox = new InboxId("inb_tns"), Status = ConversationStatus.Archived });

        _front.Writes.ShouldHaveSingleItem().Body.ShouldBe("""{"inbox_id":"inb_tns","status":"archived"}""");
        _front.Company.Find(id.Value)!.ShouldSatisfyAllConditions(known => known.Inboxes.ShouldBe(["inb_tns"]), known => known.Status.ShouldBe("archived"));
    }

    [Fact]
    public async Task Comments_are_written_and_read_newest_first()
    {
        var id = Begin("Help").Id;
        await _client.CreateCommentAsync(id, "first");
        _time.Advance(TimeSpan.FromSeconds(1));

        var written = await _client.CreateCommentAsync(id, "zweite & <letzte>");

        var comments = await _client.GetCommentsAsync(id);
        comments.Value.Select(comment => comment.Body).ShouldBe(["zweite & <letzte>", "first"]);
        written.Value.Id.ShouldBe(comments.Value[0].Id);
        written.Value.PostedAt.ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public async Task What_Front_would_refuse_for_sure_is_not_sent()
    {
        await Should.ThrowAsync<ArgumentException>(() => _client.AddTagsAsync(A.ConversationId, []));
        await Should.ThrowAsync<ArgumentException>(() => _client.UpdateAsync(A.ConversationId, new ConversationUpdate()));
        await Should.ThrowAsync<ArgumentException>(() => _client.CreateCommentAsync(A.ConversationId, " "));
        await Should.ThrowAsync<ArgumentException>(() => _client.AddLinksAsync(A.ConversationId, [.. Enumerable.Range(1, 11).Select(number => new Uri($"https://cases.example/{number}"))]));

        _front.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_request_carries_the_token_and_names_this_package()
    {
        await _client.GetCompanyAsync();

        _front.Requests.ShouldHaveSingleItem().Authorization.ShouldBe("Bearer stub-token");
    }

    private (ConversationId Id, StubConversation Conversation) Begin(string subject, params StubMessage[] messages)
    {
        var (conversation, _) = _front.Company.Begin(subject, messages);
        return (new ConversationId(conversation.Id), conversation);
    }
}
