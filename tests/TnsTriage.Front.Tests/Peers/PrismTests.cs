using System.Net;
using System.Text;
using TnsEval.Testing;
using TnsTriage.Front.Api;
using TnsTriage.Front.Tickets;

namespace TnsTriage.Front.Tests.Peers;

/// <summary>
/// Every call that the client makes, checked by Prism against Front's own description of its API (with the corrections that come with the reference data). It has no
/// state and knows no more than the description does. Where it would be silent, a canary says so: it turns checks off without a word when it cannot compile a schema.
/// </summary>
[Trait("Lane", "peers")]
public sealed class PrismTests
{
    private const string Contract = "front/front-triage.openapi.json";

    private static readonly ConversationId Id = new("cnv_123");

    [PeerFact(Contract)]
    public async Task Every_call_is_one_that_Front_describes()
    {
        await using var prism = await StartAsync();
        var client = Client(prism);

        (await client.GetCompanyAsync()).Id.ShouldStartWith("cmp_");
        (await client.GetConversationAsync(Id)).Id.Value.ShouldStartWith("cnv_");
        (await client.GetMessagesAsync(Id)).Messages.ShouldHaveSingleItem();
        (await client.GetCommentsAsync(Id)).Value.ShouldNotBeEmpty();
        (await client.GetInboxesAsync(Id)).Value.ShouldNotBeEmpty();
        (await client.GetTagsAsync()).ShouldNotBeEmpty();
        (await client.GetInboxesAsync()).ShouldNotBeEmpty();
        (await client.GetTeammatesAsync()).ShouldNotBeEmpty();
        (await client.GetEventAsync(new EventId("evt_1"))).Type.ShouldNotBeEmpty();
        var query = new FrontEventQuery { Types = ["inbound", "conversations_merged"], After = DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_600_930), Before = DateTimeOffset.FromUnixTimeSeconds(1_767_229_300), Inboxes = [new InboxId("inb_1")] };
        (await client.GetEventsAsync(query).Select(A.Readable).ToListAsync()).ShouldNotBeEmpty();
        (await client.AddTagsAsync(Id, [new TagId("tag_1"), new TagId("tag_2")])).ShouldBe(Id);
        (await client.RemoveTagsAsync(Id, [new TagId("tag_1")])).ShouldBe(Id);
        (await client.AddLinksAsync(Id, [new Uri("https://cases.example/1")])).ShouldBe(Id);
        (await client.CreateCommentAsync(Id, "Possible **threat**\n\n`tnstriage:cnv_123:msg_1:v1`")).Value.Id.ShouldStartWith("com_");
        foreach (var update in new[]
        {
            new ConversationUpdate { Inbox = new InboxId("inb_1") },
            new ConversationUpdate { Assignee = new TeammateId("tea_1") },
            new ConversationUpdate { Status = ConversationStatus.Open },
            new ConversationUpdate { Inbox = new InboxId("inb_1"), Assignee = new TeammateId("tea_1"), Status = ConversationStatus.Archived },
        })
        {
            (await client.UpdateAsync(Id, update)).ShouldBe(Id);
        }
    }

    [PeerFact(Contract)]
    public async Task A_described_conversation_is_a_ticket()
    {
        await using var prism = await StartAsync();

        (await new ConversationReader(Client(prism)).ReadAsync(Id)).ShouldBeOfType<ConversationReading.Readable>().Ticket.Body.ShouldNotBeEmpty();
    }

    [PeerFact(Contract)]
    public async Task Described_failures_are_the_faults_that_they_should_be()
    {
        await using var prism = await StartAsync();

        (await FaultAsync(prism, "code=400")).ShouldBeOfType<FrontFault.Invalid>();
        (await FaultAsync(prism, "code=400, example=malformed_json")).ShouldBeOfType<FrontFault.Invalid>();
        (await FaultAsync(prism, "code=401")).ShouldBe(new FrontFault.Unauthorized());
        (await FaultAsync(prism, "code=403")).ShouldBe(new FrontFault.Forbidden());
        (await FaultAsync(prism, "code=404")).ShouldBe(new FrontFault.NotFound());
        (await FaultAsync(prism, "code=429, example=tier2")).ShouldBeOfType<FrontFault.RateLimited>().RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        (await FaultAsync(prism, "code=500")).ShouldBe(new FrontFault.Server(500));
        (await FaultAsync(prism, "code=301")).ShouldBeOfType<FrontFault.Unexpected>();   // it redirects the merged conversation as well, to itself
    }

    [PeerFact(Contract)]
    public async Task Described_pages_are_walked_to_their_end()
    {
        await using var prism = await StartAsync();
        var page = 0;

        // Prism has no state, so each call asks for the page that Front would answer.
        var thread = await Client(prism, () => $"example=page{++page}").GetMessagesAsync(Id);

        page.ShouldBe(3);
        thread.Messages.Count.ShouldBe(9);
    }

    /// <summary>The canary: were nothing checked, these would pass too.</summary>
    [PeerFact(Contract)]
    public async Task A_call_that_Front_does_not_describe_is_refused()
    {
        await using var prism = await StartAsync();
        using var http = new HttpClient { BaseAddress = prism.Address };
        (HttpMethod Method, string Path, string Body)[] mistakes =
        [
            (HttpMethod.Post, "tags", """{"tag_id":"tag_1"}"""),
            (HttpMethod.Post, "tags", """{"tag_ids":"tag_1"}"""),
            (HttpMethod.Post, "tags", """{"tag_ids":[]}"""),
            (HttpMethod.Delete, "tags", "{}"),
            (HttpMethod.Patch, "", """{"status":"closed"}"""),
            (HttpMethod.Patch, "", """{"inboxid":"inb_1"}"""),
            (HttpMethod.Post, "comments", """{"text":"x"}"""),
            (HttpMethod.Post, "links", """{"link_external_urls":"https://cases.example/1"}"""),
        ];

        foreach (var (method, path, body) in mistakes)
        {
            using var request = new HttpRequestMessage(method, new Uri($"conversations/{Id}{(path.Length == 0 ? "" : "/")}{path}", UriKind.Relative))
            {
                Headers = { { "Authorization", "Bearer any" } },
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            using var response = await http.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, body);
        }

        using var anonymous = await http.GetAsync(new Uri("me", UriKind.Relative));
        anonymous.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var tooMany = new HttpRequestMessage(HttpMethod.Get, $"conversations/{Id}/messages?limit=101") { Headers = { { "Authorization", "Bearer any" } } };
        using var refused = await http.SendAsync(tooMany);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static Task<PeerServer> StartAsync() => PeerServer.StartPrismAsync(ReferenceData.PathOf(Contract), "--errors");

    private static async Task<FrontFault> FaultAsync(PeerServer prism, string prefer) =>
        await A.FaultOf(Client(prism, () => prefer, maxWait: TimeSpan.Zero).AddTagsAsync(Id, [new TagId("tag_1")]));

    private static FrontClient Client(PeerServer prism, Func<string>? prefer = null, TimeSpan? maxWait = null) => new(
        new HttpClient(new Preferring(prefer)),
        A.Options(prism.Address, options => options.MaxRateLimitWait = maxWait ?? options.MaxRateLimitWait));

    /// <summary>Tells Prism which of the described answers to give.</summary>
    private sealed class Preferring(Func<string>? prefer) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (prefer is not null)
            {
                request.Headers.Add("Prefer", prefer());
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
