using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TnsEval.Testing;
using TnsTriage.Front.Api;

namespace TnsTriage.Front.Tests.Api;

/// <summary>Answers that are odd, broken or meant to harm.</summary>
public sealed class HostileAnswerTests
{
    private const string Message = """{"id":"msg_1","is_inbound":true,"body":"text"}""";

    [Fact]
    public async Task Unknown_fields_are_passed_over_and_absent_ones_are_null()
    {
        var message = (await Messages($$"""{"_results":[{"mood":{"a":[1,{"b":null}]},"id":"msg_1","is_inbound":true,"attachments":[null]}],"weather":"fine"}""")).Messages.ShouldHaveSingleItem();

        message.ShouldSatisfyAllConditions(
            () => message.Body.ShouldBeNull(),
            () => message.CreatedAt.ShouldBeNull(),
            () => message.Attachments.ShouldBeEmpty());
    }

    [Theory]
    [InlineData("""{"_results":[{"id":"msg_1","is_inbound":true},{"id":7,"is_inbound":true}]}""", "$._results[1].id")]
    [InlineData("""{"_results":[{"id":"msg_1","is_inbound":"yes"}]}""", "$._results[0].is_inbound")]
    [InlineData("""{"_results":[{"id":"msg_1","is_inbound":true,"body":{"html":"Ruth"}}]}""", "$._results[0].body")]
    [InlineData("""{"_results":[{"is_inbound":true,"body":"Ruth"}]}""", "$._results[0]")]
    [InlineData("""{"_results":{"id":"msg_1"}}""", "$._results")]
    [InlineData("""{"_results":[],"_pagination":{"next":5}}""", "$._pagination.next")]
    [InlineData("""{"results":[]}""", "$")]
    [InlineData("""{"_results":[null]}""", "$._results")]
    [InlineData("""{"_results":[{"id":"msg_1","is_inbound":true,"metadata":{"Ruth's mood":tru""", "$._results[0].metadata")]
    [InlineData("<html>", "$")]
    [InlineData("", "$")]
    [InlineData("null", "$")]
    public async Task A_field_that_we_need_and_cannot_read_is_named_and_its_content_is_not(string json, string field)
    {
        var e = await Should.ThrowAsync<FrontException>(Messages(json));

        e.Fault.ShouldBe(new FrontFault.Unreadable(field));
        e.ToString().ShouldNotContain("Ruth");
    }

    [Theory]
    [InlineData("subject", "7")]
    [InlineData("type", "[]")]
    [InlineData("created_at", "\"yesterday\"")]
    [InlineData("created_at", "-1")]
    [InlineData("created_at", "1e300")]
    [InlineData("draft_mode", "{}")]
    public async Task A_field_that_we_can_do_without_counts_as_not_said_when_it_is_odd(string name, string value)
    {
        var message = (await Messages($$"""{"_results":[{"id":"msg_1","is_inbound":true,"{{name}}":{{value}},"body":"text"}]}""")).Messages.ShouldHaveSingleItem();

        (message.Subject, message.Type, message.CreatedAt, message.DraftMode, message.Body).ShouldBe((null, null, null, null, "text"));
    }

    [Theory]
    [InlineData(@"half \ud83d of a pair", "half � of a pair")]
    [InlineData(@"\udca9 the other \n \u00e9\/", "� the other \n é/")]
    [InlineData(@"a \ud83d\ud83d\ude00 whole one after a half", "a �😀 whole one after a half")]
    public async Task Half_of_a_surrogate_pair_does_not_lose_the_ticket(string escaped, string text) =>
        (await Messages($$"""{"_results":[{"id":"msg_1","is_inbound":true,"body":"{{escaped}}"}]}""")).Messages[0].Body.ShouldBe(text);

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_do_not_lose_the_ticket()
    {
        byte[] json = [.. """{"_results":[{"id":"msg_1","is_inbound":true,"body":"caf"""u8, 0xE9, .. "\"}]}"u8];

        (await Client(_ => Answer(json)).GetMessagesAsync(A.ConversationId)).Messages[0].Body.ShouldBe("caf�");
    }

    [Fact]
    public void Any_text_is_read_as_it_was_written() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
    {
        var escaped = string.Concat((text ?? "").Select(unit => $"\\u{(int)unit:x4}"));
        var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
        return Messages($$"""{"_results":[{"id":"msg_1","is_inbound":true,"body":"{{escaped}}"}]}""").GetAwaiter().GetResult().Messages[0].Body == expected;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_over_the_size_limit_is_not_read_to_its_end(bool tellsLength)
    {
        var stream = new EndlessStream();
        var client = Client(_ => Answer(new StreamContent(stream) { Headers = { ContentLength = tellsLength ? 1L << 40 : null } }), options => options.MaxAnswerBytes = 100_000);

        (await A.FaultOf(client.GetTagsAsync())).ToString().ShouldBe("Front's answer is longer than 100000 bytes");
        stream.BytesRead.ShouldBeLessThan(200_000);
    }

    [Theory]
    [InlineData("https://evil.example/tags?page_token=abc")]
    [InlineData("https://api2.frontapp.com@evil.example/tags?page_token=abc")]
    [InlineData("http://api2.frontapp.com/tags?page_token=abc")]
    [InlineData("https://api2.frontapp.com:8443/tags?page_token=abc")]
    [InlineData("ftp://api2.frontapp.com/tags?page_token=abc")]
    [InlineData("https://api2.frontapp.com/tags?page=abc")]
    [InlineData("https://api2.frontapp.com/tags?page_token=")]
    [InlineData("")]
    public async Task A_next_page_elsewhere_is_not_asked_for(string next)
    {
        var asked = 0;
        var client = Client(_ =>
        {
            asked++;
            return Answer($$$"""{"_results":[],"_pagination":{"next":"{{{next}}}"}}""");
        });

        (await A.FaultOf(client.GetTagsAsync())).ShouldBeOfType<FrontFault.Unexpected>().What.ShouldNotContain("evil");
        asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_next_page_on_the_companys_host_is_asked_of_the_configured_one()
    {
        var asked = new List<string>();
        var client = Client(request =>
        {
            asked.Add(request.RequestUri!.AbsoluteUri);
            return Answer(asked.Count == 1
                ? """{"_results":[],"_pagination":{"next":"https://grace.api.frontapp.com/anything?limit=7&page_token=a%2Bb%26c"}}"""
                : """{"_results":[]}""");
        });

        await client.GetTagsAsync();

        asked.ShouldBe(["https://api2.frontapp.com/tags?limit=100", "https://api2.frontapp.com/tags?limit=100&page_token=a%2Bb%26c"]);
    }

    [Fact]
    public async Task Pages_that_go_round_in_a_circle_end()
    {
        var client = Client(_ => Answer($$$"""{"_results":[{{{Message}}}],"_pagination":{"next":"https://api2.frontapp.com/x?page_token=same"}}"""));

        (await A.FaultOf(client.GetMessagesAsync(A.ConversationId))).ToString().ShouldBe("the pages do not end (after 1)");
    }

    [Fact]
    public async Task Pages_without_end_end()
    {
        var asked = 0;
        var client = Client(_ => Answer($$$"""{"_results":[],"_pagination":{"next":"https://api2.frontapp.com/x?page_token={{{asked++}}}"}}"""));

        (await A.FaultOf(client.GetTagsAsync())).ToString().ShouldBe("the pages do not end (after 1000)");
    }

    [Fact]
    public async Task Comments_are_read_to_their_end_should_Front_ever_page_them()
    {
        var asked = 0;
        var client = Client(_ => Answer(asked++ == 0
            ? """{"_results":[{"id":"com_2"}],"_pagination":{"next":"https://api2.frontapp.com/x?page_token=1"}}"""
            : """{"_results":[{"id":"com_1"}]}"""));

        (await client.GetCommentsAsync(A.ConversationId)).Value.Select(comment => comment.Id).ShouldBe(["com_2", "com_1"]);
    }

    [Fact]
    public async Task A_message_that_comes_on_two_pages_counts_once()
    {
        var asked = 0;
        var client = Client(_ => Answer(asked++ == 0
            ? """{"_results":[{"id":"msg_3","is_inbound":true},{"id":"msg_2","is_inbound":true}],"_pagination":{"next":"https://api2.frontapp.com/x?page_token=1"}}"""
            : """{"_results":[{"id":"msg_2","is_inbound":true},{"id":"msg_1","is_inbound":true}]}"""));

        (await client.GetMessagesAsync(A.ConversationId)).Messages.Select(message => message.Id.Value).ShouldBe(["msg_1", "msg_2", "msg_3"]);
    }

    [Fact]
    public async Task Messages_out_of_order_are_put_in_order_by_their_time() =>
        (await Messages("""{"_results":[{"id":"msg_1","is_inbound":true,"created_at":1.001},{"id":"msg_3","is_inbound":true,"created_at":3},{"id":"msg_2","is_inbound":true,"created_at":1.002}]}"""))
            .Messages.Select(message => message.Id.Value).ShouldBe(["msg_1", "msg_2", "msg_3"]);

    [Theory]
    [InlineData("cnv_1/../../me")]
    [InlineData("cnv_")]
    [InlineData("cnv_é")]
    [InlineData("msg_1")]
    [InlineData("CNV_1")]
    [InlineData("cnv_1?x=1")]
    [InlineData("")]
    public void An_id_that_could_lead_elsewhere_cannot_be_made(string text) => Should.Throw<ArgumentException>(() => new ConversationId(text));

    private static Task<FrontThread> Messages(string json) => Client(_ => Answer(json)).GetMessagesAsync(A.ConversationId);

    /// <summary>The clock moves with each call, so that a thousand pages do not wait for their turn.</summary>
    private static FrontClient Client(Func<HttpRequestMessage, HttpResponseMessage> answer, Action<FrontOptions>? change = null)
    {
        var time = new ManualTimeProvider();
        return A.Client(
            request =>
            {
                time.Advance(TimeSpan.FromMilliseconds(10));
                return answer(request);
            },
            change,
            time);
    }

    private static HttpResponseMessage Answer(string json) => Answer(Encoding.UTF8.GetBytes(json));

    private static HttpResponseMessage Answer(byte[] json) => Answer(new ByteArrayContent(json));

    private static HttpResponseMessage Answer(HttpContent content) => new(HttpStatusCode.OK) { Content = content };

    private sealed class EndlessStream : Stream
    {
        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => BytesRead; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            BytesRead += count;
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
