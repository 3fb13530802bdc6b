using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TnsEval.Abstractions;
using TnsTriage.FrontStub;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Tests.Desks;

namespace TnsTriage.Service.Tests.Operations;

public sealed class HealthTests
{
    [Fact]
    public async Task A_service_that_runs_says_so()
    {
        await using var desk = await Desk.OpenAsync();

        using var response = await GetAsync(desk, "/health/live");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task It_is_degraded_until_Front_has_told_the_names_and_ready_from_then_on()
    {
        await using var desk = await Desk.OpenAsync();
        (await ReadyAsync(desk)).ShouldBe((HttpStatusCode.OK, "degraded", "ok", "not_asked", "not_asked"));

        await desk.ReceiveAsync("A question.");
        await desk.WorkAsync();

        (await ReadyAsync(desk)).ShouldBe((HttpStatusCode.OK, "ready", "ok", "answers", "answers"));
    }

    [Fact]
    public async Task A_model_or_a_Front_that_is_away_degrades_it_but_webhooks_are_still_to_be_sent()
    {
        await using var desk = await Desk.OpenAsync();
        desk.Model.Throws(ProviderFaultKind.Transient);
        await desk.ReceiveAsync("A question.");
        await desk.WorkAsync();
        (await ReadyAsync(desk)).ShouldBe((HttpStatusCode.OK, "degraded", "ok", "answers", "failing"));

        desk.Front.Inject(StubFault.Status(503) with { Times = null });
        await desk.ReceiveAsync("Another question.");
        await desk.WorkAsync();
        (await ReadyAsync(desk)).ShouldBe((HttpStatusCode.OK, "degraded", "ok", "failing", "failing"));

        desk.Front.Heal();
        desk.Model.Recovers();
        await desk.WorkForAsync(TimeSpan.FromMinutes(30));
        (await ReadyAsync(desk)).ShouldBe((HttpStatusCode.OK, "ready", "ok", "answers", "answers"));
    }

    [Fact]
    public async Task An_inbox_that_cannot_be_written_makes_it_unready_and_one_that_can_again_ready()
    {
        var inbox = new InboxOnAFullDisk();
        await using var desk = await Desk.OpenAsync(configure: services => services.AddSingleton<IInbox>(inbox));
        (await ReadyAsync(desk)).ShouldBe((HttpStatusCode.ServiceUnavailable, "unready", "unavailable", "not_asked", "not_asked"));

        inbox.IsFull = false;
        desk.Time.Advance(TimeSpan.FromSeconds(3));
        (await ReadyAsync(desk)).Inbox.ShouldBe("ok");
    }

    [Fact]
    public async Task However_often_it_is_asked_the_disk_is_not_worn_out()
    {
        var inbox = new InboxOnAFullDisk { IsFull = false };
        await using var desk = await Desk.OpenAsync(configure: services => services.AddSingleton<IInbox>(inbox));

        for (var time = 0; time < 20; time++)
        {
            await ReadyAsync(desk);
        }

        inbox.Probes.ShouldBe(1);
    }

    private static async Task<(HttpStatusCode Status, string Word, string Inbox, string Front, string Model)> ReadyAsync(Desk desk)
    {
        using var response = await GetAsync(desk, "/health/ready");
        var report = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return (response.StatusCode, Word("status"), Word("inbox"), Word("front"), Word("model"));

        string Word(string name) => report.GetProperty(name).GetString()!;
    }

    private static async Task<HttpResponseMessage> GetAsync(Desk desk, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(desk.Webhooks, path));
        return await desk.GetResponseAsync(request);
    }

    private sealed class InboxOnAFullDisk : UnusedInbox
    {
        public bool IsFull { get; set; } = true;

        public int Probes { get; private set; }

        public override Task ProbeAsync()
        {
            Probes++;
            return IsFull ? throw new StorageUnavailableException("inbox.db: the disk is full") : Task.CompletedTask;
        }
    }
}
