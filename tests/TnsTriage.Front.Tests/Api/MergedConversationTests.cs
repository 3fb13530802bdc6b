using System.Net;
using TnsTriage.Front.Api;
using TnsTriage.Front.Transport;
using TnsTriage.FrontStub;

namespace TnsTriage.Front.Tests.Api;

/// <summary>Front answers 301 for a merged conversation. .NET's own redirect would turn a POST into a GET, drop the token, and report success.</summary>
public sealed class MergedConversationTests : IAsyncLifetime
{
    private StubFront _front = null!;
    private FrontClient _client = null!;
    private ConversationId _old, _new;

    public async Task InitializeAsync()
    {
        _front = await StubFront.StartAsync();
        _client = A.Client(_front);
        _old = new ConversationId(_front.Company.Begin("Old", new StubMessage("first")).Conversation.Id);
        _new = new ConversationId(_front.Company.Begin("New", new StubMessage("second")).Conversation.Id);
        _front.Company.Merge(_old.Value, _new.Value);
    }

    public async Task DisposeAsync() => await _front.DisposeAsync();

    [Fact]
    public async Task A_write_is_made_again_with_method_body_and_token_under_the_new_id()
    {
        (await _client.AddTagsAsync(_old, [new TagId("tag_urgent")])).ShouldBe(_new);

        _front.Requests.Select(request => (request.Method, request.Path, request.Body, request.Authorization)).ShouldBe(
        [
            ("POST", $"/conversations/{_old}/tags", """{"tag_ids":["tag_urgent"]}""", "Bearer stub-token"),
            ("POST", $"/conversations/{_new}/tags", """{"tag_ids":["tag_urgent"]}""", "Bearer stub-token"),
        ]);
        _front.Company.Find(_new.Value)!.Tags.ShouldBe(["tag_urgent"]);
    }

    [Fact]
    public async Task Every_call_says_which_conversation_answered()
    {
        (await _client.GetConversationAsync(_old)).Id.ShouldBe(_new);
        (await _client.GetMessagesAsync(_old)).Conversation.ShouldBe(_new);
        (await _client.GetCommentsAsync(_old)).Conversation.ShouldBe(_new);
        (await _client.GetInboxesAsync(_old)).Conversation.ShouldBe(_new);
        (await _client.CreateCommentAsync(_old, "text")).Conversation.ShouldBe(_new);
        (await _client.RemoveTagsAsync(_old, [new TagId("tag_urgent")])).ShouldBe(_new);
        (await _client.AddLinksAsync(_old, [new Uri("https://cases.example/1")])).ShouldBe(_new);
        (await _client.UpdateAsync(_old, new ConversationUpdate { Status = ConversationStatus.Open })).ShouldBe(_new);
    }

    [Theory]
    [InlineData("tags")]
    [InlineData("links")]
    [InlineData("comments")]
    [InlineData("update")]
    public async Task A_write_that_is_under_way_when_its_conversation_is_merged_is_made_where_it_is_now(string what)
    {
        var newest = new ConversationId(_front.Company.Begin("Newest").Conversation.Id);
        var events = _front.Company.Events.Count;
        _front.Writing = write =>
        {
            if (write.Path.Contains(_new.Value, StringComparison.Ordinal))
            {
                _front.Company.Merge(_new.Value, newest.Value);
            }

            return Task.CompletedTask;
        };

        var written = what switch
        {
            "tags" => await _client.AddTagsAsync(_new, [new TagId("tag_urgent")]),
            "links" => await _client.AddLinksAsync(_new, [new Uri("https://cases.example/1")]),
            "comments" => (await _client.CreateCommentAsync(_new, "text")).Conversation,
            _ => await _client.UpdateAsync(_new, new ConversationUpdate { Inbox = new InboxId("inb_tns") }),
        };

        written.ShouldBe(newest);
        var now = _front.Company.Find(newest.Value)!;
        (now.Tags.Count, now.Links.Count, now.Comments.Count, now.Inboxes.Contains("inb_tns") ? 1 : 0)
            .ShouldBe((what == "tags" ? 1 : 0, what == "links" ? 1 : 0, what == "comments" ? 1 : 0, what == "update" ? 1 : 0));
        _front.Writes.ShouldHaveSingleItem().Path.ShouldStartWith($"/conversations/{newest}");
        _front.Company.Events.Skip(events).Count(happened => happened.SourceType == "api").ShouldBe(1);
    }

    [Fact]
    public async Task A_conversation_merged_twice_is_found()
    {
        var newest = _front.Company.Begin("Newest").Conversation.Id;
        _front.Company.Merge(_new.Value, newest);

        (await _client.GetMessagesAsync(_old)).ShouldSatisfyAllConditions(
            thread => thread.Conversation.Value.ShouldBe(newest),
            thread => thread.Messages.Select(message => message.Body).ShouldBe(["first", "second"]));
    }

    [Fact]
    public async Task Conversations_that_point_at_each_other_end_in_a_fault()
    {
        _front.Inject(new StubFault(StubFault.Redirect($"/conversations/{_old}").Answer) { Method = "GET", PathEnd = _new.Value, Times = null });

        (await A.FaultOf(_client.GetConversationAsync(_old))).ShouldBeOfType<FrontFault.Unexpected>();
        _front.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("https://evil.example/conversations/cnv_9")]
    [InlineData("https://api2.frontapp.com.evil.example/conversations/cnv_9")]
    [InlineData("http://api2.frontapp.com/conversations/cnv_9")]
    [InlineData("https://user@api2.frontapp.com/conversations/cnv_9")]
    [InlineData("//evil.example/conversations/cnv_9")]
    [InlineData("/tags/tag_1")]
    [InlineData("/conversations/cnv_9%2F..%2Fme")]
    public async Task A_redirect_to_another_host_or_thing_is_not_gone_along_with(string location)
    {
        _front.Inject(StubFault.Redirect(location));

        var fault = await A.FaultOf(_client.GetConversationAsync(_new));

        fault.ShouldBeOfType<FrontFault.Unexpected>().What.ShouldNotContain("evil");
        _front.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_redirect_of_what_is_no_conversation_is_a_fault()
    {
        _front.Inject(StubFault.Redirect("/conversations/cnv_9"));

        (await A.FaultOf(_client.GetCompanyAsync())).ShouldBeOfType<FrontFault.Unexpected>();
    }

    [Theory]
    [InlineData("https://grace.api.frontapp.com/conversations/cnv_9", "cnv_9")]
    [InlineData("https://grace.api.frontapp.com/conversations/cnv_9/messages?limit=5", "cnv_9")]
    [InlineData("/conversations/cnv_9", "cnv_9")]
    [InlineData("cnv_9", null)]
    [InlineData("https://a.b.api.frontapp.com/conversations/cnv_9", null)]
    [InlineData("https://.api.frontapp.com/conversations/cnv_9", null)]
    public void The_id_is_taken_of_a_location_in_any_of_its_forms(string location, string? id) =>
        (Uri.TryCreate(location, UriKind.RelativeOrAbsolute, out var uri) ? MergedConversation.In(uri, FrontOptions.DefaultBaseAddress)?.Value : null).ShouldBe(id);

    [Fact]
    public async Task An_HttpClient_that_follows_redirects_by_itself_is_found_out()
    {
        // On loopback .NET follows, as it would on Front's host.
        _front.Inject(StubFault.Redirect($"/conversations/{_new}"));
        var careless = new FrontClient(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = true }), A.Options(_front.Address));

        (await Should.ThrowAsync<InvalidOperationException>(careless.UpdateAsync(_old, new ConversationUpdate { Status = ConversationStatus.Open })))
            .Message.ShouldContain("AllowAutoRedirect");
    }

    [Fact]
    public async Task The_same_answer_of_another_status_is_understood()
    {
        var asked = new List<Uri>();
        var client = A.Client(request =>
        {
            asked.Add(request.RequestUri!);
            return asked.Count == 1
                ? new HttpResponseMessage(HttpStatusCode.PermanentRedirect) { Headers = { Location = new Uri("https://grace.api.frontapp.com/conversations/cnv_2/tags") }, RequestMessage = request }
                : new HttpResponseMessage(HttpStatusCode.NoContent) { RequestMessage = request };
        });

        (await client.AddTagsAsync(A.ConversationId, [new TagId("tag_1")])).ShouldBe(new ConversationId("cnv_2"));
        asked.ShouldAllBe(address => address.Host == "api2.frontapp.com");   // the token went nowhere else
    }
}
