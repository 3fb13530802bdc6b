using System.Net;
using TnsEval.Testing;
using TnsTriage.Front;
using TnsTriage.FrontStub;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Operations;
using TnsTriage.Service.Tests.Desks;
using TnsTriage.Service.Tests.Inbox;

namespace TnsTriage.Service.Tests.Triage;

/// <summary>Several processes as one service: two take webhooks, three triage.</summary>
[NeedsServer(Server.RabbitMq), NeedsServer(Server.Postgres)]
public sealed class FleetTests
{
    [LaneFact]
    public async Task Each_conversation_is_decided_once_whoever_took_its_webhooks_and_how_often_they_came()
    {
        await using var queues = new RabbitQueues();
        await using var fleet = await Fleet.OpenAsync(receivers: 2, workers: 3, queues);
        var begun = Enumerable.Range(0, 40).Select(number => fleet.Front.Company.Begin(
            "A question", new StubMessage(number % 4 == 0 ? "Somebody paid a forged invoice." : "When does the choir meet?"))).ToArray();
        var deliveries = begun.SelectMany(one => Enumerable.Repeat(one.Event!, 3)).ToArray();
        new Random(7).Shuffle(deliveries);

        var answers = await Task.WhenAll(deliveries.Select((happened, number) => fleet.DeliverAsync(happened, receiver: number % 2)));
        await fleet.DrainAsync(() => fleet.Model.Calls >= 40);

        answers.ShouldAllBe(status => status == HttpStatusCode.Accepted);
        fleet.Model.Calls.ShouldBe(40);
        foreach (var (conversation, number) in begun.Select((one, number) => (one.Conversation, number)))
        {
            (await fleet.Ledger.FindAsync(new ConversationId(conversation.Id))).ShouldNotBeNull();
            fleet.Now(conversation).Comments.Count.ShouldBe(number % 4 == 0 ? 1 : 0);
        }
    }

    [LaneFact]
    public async Task A_receiver_says_what_it_is_and_a_worker_takes_no_webhooks()
    {
        await using var queues = new RabbitQueues();
        await using var fleet = await Fleet.OpenAsync(receivers: 1, workers: 1, queues);
        var (_, happened) = fleet.Front.Company.Begin("A question", new StubMessage("When does the choir meet?"));

        (await fleet.DeliverAsync(happened!, receiver: 0, toWorker: true)).ShouldBe(HttpStatusCode.NotFound);
        (await fleet.ReadinessAsync(ofWorker: false)).ShouldContain("""
              "status": "ready",
              "inbox": "ok",
              "ledger": "none",
              "triage": "none",
            """);
        (await fleet.ReadinessAsync(ofWorker: true)).ShouldContain("\"ledger\": \"ok\"");
    }

    [LaneFact]
    public async Task What_people_say_by_tags_reaches_the_ledger_though_a_receiver_has_none()
    {
        await using var queues = new RabbitQueues();
        await using var fleet = await Fleet.OpenAsync(receivers: 1, workers: 1, queues);
        var (conversation, happened) = fleet.Front.Company.Begin("A question", new StubMessage("Somebody paid a forged invoice."));
        await fleet.DeliverAsync(happened!, receiver: 0);
        await fleet.DrainAsync(() => fleet.Now(conversation).Comments.Count > 0);
        var tagged = fleet.Front.Company.Tag(conversation.Id, "tag_confirmed");

        (await fleet.DeliverAsync(tagged, receiver: 0)).ShouldBe(HttpStatusCode.Accepted);

        using var late = new CancellationTokenSource(Fleet.Patience);
        while ((await fleet.Ledger.TaggedAsync([new TagId("tag_confirmed")])).Count == 0)
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [LaneFact]
    public async Task A_poisoned_conversation_becomes_a_dead_letter_and_is_triaged_when_it_is_replayed()
    {
        await using var queues = new RabbitQueues();
        await using var fleet = await Fleet.OpenAsync(receivers: 1, workers: 2, queues);
        var (conversation, happened) = fleet.Front.Company.Begin("A question", new StubMessage("Somebody paid a forged invoice."));
        fleet.Front.Inject(StubFault.Body("""{"_results": [{"id": 7}]}""").On("GET", $"{conversation.Id}/messages") with { Times = 1 });
        await fleet.DeliverAsync(happened!, receiver: 0);
        await fleet.DrainAsync(() => true, dead: 1);
        (await fleet.Inbox.DeadLettersAsync(10)).ShouldHaveSingleItem().Setback.Kind.ShouldBe(SetbackKind.Refused);

        var (output, error) = (new StringWriter(), new StringWriter());
        (await DeadLetterReplay.RunAsync([conversation.Id], fleet.Configuration, output, error)).ShouldBe(0, error.ToString());
        await fleet.DrainAsync(() => fleet.Now(conversation).Comments.Count > 0);

        output.ToString().ShouldBe($"{conversation.Id} is due again{Environment.NewLine}");
        fleet.Now(conversation).Comments.Count.ShouldBe(1);
    }

    [LaneFact]
    public async Task While_the_broker_is_dead_nothing_is_accepted_and_all_that_was_is_triaged_when_it_is_back()
    {
        await using var server = new PrivateRabbitMq(TestPaths.RepositoryRoot);
        var queues = new RabbitQueues(await server.StartAsync());
        await using var fleet = await Fleet.OpenAsync(receivers: 2, workers: 2, queues);
        await PrivateRabbitMq.SettleAsync();
        var begun = Enumerable.Range(0, 30).Select(_ => fleet.Front.Company.Begin("A question", new StubMessage("Somebody paid a forged invoice."))).ToArray();

        // Killed among the first deliveries; what was not accepted is delivered again until it is, as Front does.
        var first = begun.Take(20).Select((one, number) => fleet.DeliverAsync(one.Event!, receiver: number % 2)).ToArray();
        await Task.WhenAny(first);
        await server.KillAsync();
        await Task.WhenAll(first);
        (await fleet.DeliverAsync(begun[20].Event!, receiver: 0)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await Should.ThrowAsync<HttpRequestException>(fleet.ReadinessAsync(ofWorker: false))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await server.StartAsync();
        using var late = new CancellationTokenSource(Fleet.Patience);
        foreach (var (one, number) in begun.Select((one, number) => (one, number)).Where(one => one.number >= 20 || first[one.number].Result != HttpStatusCode.Accepted))
        {
            while (await fleet.DeliverAsync(one.Event!, receiver: number % 2) != HttpStatusCode.Accepted)
            {
                late.Token.ThrowIfCancellationRequested();
            }
        }

        await fleet.DrainAsync(() => begun.All(one => fleet.Now(one.Conversation).Comments.Count > 0));
        begun.ShouldAllBe(one => fleet.Now(one.Conversation).Comments.Count == 1);
    }
}
