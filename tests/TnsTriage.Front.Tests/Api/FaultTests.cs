using System.Net;
using System.Text;
using TnsEval.Testing;
using TnsTriage.Front.Api;
using TnsTriage.FrontStub;

namespace TnsTriage.Front.Tests.Api;

public sealed class FaultTests : IAsyncLifetime
{
    private StubFront _front = null!;
    private FrontClient _client = null!;
    private ConversationId _conversation;

    public async Task InitializeAsync()
    {
        _front = await StubFront.StartAsync();
        _client = A.Client(_front);
        _conversation = new ConversationId(_front.Company.Begin("Help", new StubMessage("text")).Conversation.Id);
    }

    public async Task DisposeAsync() => await _front.DisposeAsync();

    [Fact]
    public async Task What_Front_does_not_know_is_not_found() =>
        (await A.FaultOf(_client.GetConversationAsync(new ConversationId("cnv_none")))).ShouldBe(new FrontFault.NotFound());

    [Fact]
    public async Task A_token_that_Front_does_not_accept_is_unauthorized() =>
        (await A.FaultOf(A.Client(_front, options => options.Token = "other").GetCompanyAsync())).ShouldBe(new FrontFault.Unauthorized());

    [Fact]
    public async Task A_missing_right_is_forbidden()
    {
        _front.Inject(StubFault.Status(403));

        (await A.FaultOf(_client.GetTagsAsync())).ShouldBe(new FrontFault.Forbidden());
    }

    [Fact]
    public async Task A_refused_field_is_named()
    {
        var fault = await A.FaultOf(_client.AddTagsAsync(_conversation, [new TagId("tag_unknown")]));

        fault.ShouldBeOfType<FrontFault.Invalid>().Fields.ShouldBe(["tag_ids"]);
        fault.ToString().ShouldBe("Front refused the request as invalid: tag_ids");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task A_failure_of_Front_is_told_and_not_repeated(int status)
    {
        _front.Inject(StubFault.Status(status));

        (await A.FaultOf(_client.CreateCommentAsync(_conversation, "text"))).ShouldBe(new FrontFault.Server(status));
        _front.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_edge_server_that_answers_in_HTML_is_a_failure_of_Front()
    {
        _front.Inject(StubFault.Html());

        (await A.FaultOf(_client.GetTagsAsync())).ShouldBe(new FrontFault.Server(503));
    }

    [Fact]
    public async Task A_connection_that_breaks_is_a_network_fault()
    {
        _front.Inject(StubFault.Drop());

        (await A.FaultOf(_client.GetTagsAsync())).ShouldBe(new FrontFault.Network(IsTimeout: false));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_network_fault()
    {
        await using var gone = await StubFront.StartAsync();
        var client = A.Client(gone);
        await gone.DisposeAsync();

        (await A.FaultOf(client.GetTagsAsync())).ShouldBe(new FrontFault.Network(IsTimeout: false));
    }

    [Fact]
    public async Task A_call_without_an_answer_ends_by_the_clock()
    {
        var time = new ManualTimeProvider();
        _front.Inject(StubFault.Hang());
        var call = A.Client(_front, options => options.RequestTimeout = TimeSpan.FromSeconds(7), time).GetTagsAsync();
        await Eventually.Is(() => _front.Requests.Count == 1);

        time.Advance(TimeSpan.FromSeconds(6.9));
        call.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.2));

        (await A.FaultOf(call)).ShouldBe(new FrontFault.Network(IsTimeout: true));
    }

    [Fact]
    public async Task A_call_that_its_caller_cancels_is_cancelled_and_no_fault()
    {
        using var cancellation = new CancellationTokenSource();
        _front.Inject(StubFault.Hang());
        var call = _client.GetTagsAsync(cancellation.Token);
        await Eventually.Is(() => _front.Requests.Count == 1);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
    }

    [Theory]
    [InlineData(418)]
    [InlineData(405)]
    public async Task A_status_that_nobody_documented_is_told_as_such(int status)
    {
        _front.Inject(StubFault.Status(status));

        (await A.FaultOf(_client.GetTagsAsync())).ToString().ShouldBe($"Front answered with status {status}");
    }

    [Fact]
    public async Task A_lost_answer_says_that_the_write_may_have_been_made()
    {
        _front.Inject(StubFault.Drop() with { IsAfterwards = true });

        var fault = await A.FaultOf(_client.CreateCommentAsync(_conversation, "text"));

        fault.MayHaveBeenApplied.ShouldBeTrue();
        _front.Company.Find(_conversation.Value)!.Comments.ShouldHaveSingleItem();
    }

    [Fact]
    public void Faults_say_whether_to_try_again_and_whether_to_look_first()
    {
        (FrontFault Fault, bool IsTransient, bool MayHaveBeenApplied)[] faults =
        [
            (new FrontFault.NotFound(), false, false),
            (new FrontFault.Unauthorized(), false, false),
            (new FrontFault.Forbidden(), false, false),
            (new FrontFault.Invalid([]), false, false),
            (new FrontFault.RateLimited(TimeSpan.FromSeconds(1)), true, false),
            (new FrontFault.Server(500), true, true),
            (new FrontFault.Network(IsTimeout: true), true, true),
            (new FrontFault.Unreadable("$"), false, true),
            (new FrontFault.Unexpected("?"), false, true),
        ];

        foreach (var (fault, isTransient, mayHaveBeenApplied) in faults)
        {
            (fault.IsTransient, fault.MayHaveBeenApplied).ShouldBe((isTransient, mayHaveBeenApplied), fault.GetType().Name);
            fault.ToString().ShouldNotBeNullOrWhiteSpace();
        }
    }

    [Fact]
    public async Task Neither_faults_nor_logs_hold_what_people_wrote_or_keys()
    {
        const string Secret = "Ruth Okafor wrote something";
        var logger = new ListLogger<FrontClient>();
        var client = A.Client(_front, options => options.Token = "stub-token", logger: logger);
        var answers = new[] { 400, 401, 403, 404, 422, 500, 200, 301, 418 };
        var messages = new List<string>();
        foreach (var status in answers)
        {
            _front.Inject(new StubFault(async context =>
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = $"https://evil.example/{Uri.EscapeDataString(Secret)}";
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($$"""{"_error":{"title":"{{Secret}}","message":"{{Secret}}","details":["{{Secret}}"]},"{{Secret}}":1,"_results":[{"id":"{{Secret}}"}]}"""));
            }));
            messages.Add((await Should.ThrowAsync<FrontException>(client.GetTagsAsync())).ToString());
        }

        foreach (var text in messages.Concat(logger.Lines))
        {
            text.ShouldNotContain("Ruth");
            text.ShouldNotContain("stub-token");
        }

        logger.Lines.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_operation_is_named_without_its_ids()
    {
        var e = await Should.ThrowAsync<FrontException>(_client.GetMessagesAsync(new ConversationId("cnv_none")));

        e.Operation.ShouldBe("GET conversations/{id}/messages");
        e.Message.ShouldBe("GET conversations/{id}/messages: Front knows no such thing");
        (await Should.ThrowAsync<FrontException>(_client.GetEventAsync(new EventId("evt_none")))).Operation.ShouldBe("GET events/{id}");
    }

    [Fact]
    public async Task A_fault_while_an_answer_comes_in_is_a_network_fault()
    {
        var client = A.Client(request => new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new BreakingContent() });

        (await A.FaultOf(client.GetTagsAsync())).ShouldBe(new FrontFault.Network(IsTimeout: false));
    }

    private sealed class BreakingContent : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new IOException("broke off");

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
