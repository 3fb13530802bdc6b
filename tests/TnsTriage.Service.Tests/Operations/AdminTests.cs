using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TnsTriage.Front;
using TnsTriage.FrontStub;
using TnsTriage.Service.Operations;
using TnsTriage.Service.Tests.Desks;

namespace TnsTriage.Service.Tests.Operations;

public sealed class AdminTests
{
    private const string Key = "a-key-for-operators-of-32-letters";
    private const string Urgent = "The leader was alone with the children again.";

    [Fact]
    public async Task Without_a_key_in_the_configuration_nothing_listens()
    {
        await using var desk = await Desk.OpenAsync();
        var admin = Admin(desk);

        await admin.StartAsync(CancellationToken.None);

        admin.Address.ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a-key-for-operators-of-32-letterz")]
    [InlineData("a-key-for-operators")]
    public async Task Without_the_right_key_nothing_is_told_and_nothing_done(string? key)
    {
        await using var desk = await OpenAsync();
        await using var admin = await Running.StartAsync(desk);

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, "stats"), (HttpMethod.Get, "conversations/cnv_1"), (HttpMethod.Post, "dead-letters/replay"), (HttpMethod.Get, "none"),
        })
        {
            using var response = await admin.SendAsync(method, path, key);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
            (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
        }

        string.Join('\n', desk.Log.Lines).ShouldNotContain(Key);
    }

    [Fact]
    public async Task It_listens_on_loopback_and_the_address_of_webhooks_knows_nothing_of_it()
    {
        await using var desk = await OpenAsync();
        await using var admin = await Running.StartAsync(desk);

        admin.Address.Host.ShouldBe("127.0.0.1");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(desk.Webhooks, "/stats"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        (await desk.SendAsync(request)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_trail_of_a_conversation_tells_what_was_decided_and_done_and_none_of_its_words()
    {
        await using var desk = await OpenAsync();
        await using var admin = await Running.StartAsync(desk);
        var conversation = await desk.ReceiveAsync(Urgent, subject: "A subject nobody shall see");
        await desk.WorkAsync();

        var text = await admin.GetAsync($"conversations/{conversation.Id}");

        var trail = JsonDocument.Parse(text).RootElement;
        trail.GetProperty("decision").GetProperty("judgement").GetProperty("verdict").GetString().ShouldBe("escalate_urgent");
        trail.GetProperty("decision").GetProperty("judgement").GetProperty("categories")[0].GetProperty("id").GetString().ShouldBe("child_safety");
        trail.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("step").GetString()).ShouldBe(["Page", "Tag", "Move", "Comment"]);
        trail.GetProperty("steps").EnumerateArray().ShouldAllBe(step => step.GetProperty("doneAt").ValueKind == JsonValueKind.String);
        text.ShouldNotContain("alone with");
        text.ShouldNotContain("subject nobody");
        text.ShouldNotContain("Look now");
    }

    [Fact]
    public async Task Statistics_count_what_waits_and_what_was_decided()
    {
        await using var desk = await OpenAsync();
        await using var admin = await Running.StartAsync(desk);
        await desk.ReceiveAsync(Urgent);
        await desk.WorkAsync();
        await desk.ReceiveAsync("Another question.");

        var stats = JsonDocument.Parse(await admin.GetAsync("stats")).RootElement;

        stats.GetProperty("inbox").GetProperty("due").GetInt32().ShouldBe(1);
        stats.GetProperty("readiness").GetProperty("status").GetString().ShouldBe("ready");
        var count = stats.GetProperty("lastDay").EnumerateArray().ShouldHaveSingleItem();
        (count.GetProperty("outcome").GetString(), count.GetProperty("verdict").GetString(), count.GetProperty("count").GetInt32())
            .ShouldBe(("assessed", "escalate_urgent", 1));
    }

    [Fact]
    public async Task A_dead_letter_is_listed_with_its_reason_and_triaged_after_its_replay()
    {
        await using var desk = await OpenAsync();
        await using var admin = await Running.StartAsync(desk);
        desk.Front.Inject(StubFault.Status(403).On("GET", "/messages") with { Times = null });
        var conversation = await desk.ReceiveAsync(Urgent);
        await desk.WorkForAsync(TimeSpan.FromHours(1));
        var dead = JsonDocument.Parse(await admin.GetAsync("dead-letters")).RootElement.EnumerateArray().ShouldHaveSingleItem();
        (dead.GetProperty("conversation").GetString(), dead.GetProperty("reason").GetString()).ShouldBe((conversation.Id, "refused"));

        desk.Front.Heal();
        using var replayed = await admin.SendAsync(HttpMethod.Post, $"dead-letters/{conversation.Id}/replay", Key);
        (await replayed.Content.ReadAsStringAsync()).ShouldContain("\"replayed\": 1");
        await desk.WorkAsync();

        desk.Now(conversation).Comments.ShouldHaveSingleItem();
        (await admin.GetAsync("dead-letters")).Trim().ShouldBe("[]");
    }

    [Fact]
    public async Task An_id_that_is_none_is_refused()
    {
        await using var desk = await OpenAsync();
        await using var admin = await Running.StartAsync(desk);

        using var response = await admin.SendAsync(HttpMethod.Get, "conversations/42", Key);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_command_replays_dead_letters_beside_a_running_service()
    {
        await using var desk = await OpenAsync();
        desk.Front.Inject(StubFault.Status(403).On("GET", "/messages") with { Times = null });
        var conversation = await desk.ReceiveAsync(Urgent);
        await desk.WorkForAsync(TimeSpan.FromHours(1));
        desk.Front.Heal();
        using var output = new StringWriter();
        using var error = new StringWriter();

        (await DeadLetterReplay.RunAsync(["cnv_none"], desk.Configuration, output, error)).ShouldBe(0);
        (await DeadLetterReplay.RunAsync([], desk.Configuration, output, error)).ShouldBe(0);

        output.ToString().ReplaceLineEndings("\n").ShouldBe("cnv_none is no dead letter\n1 dead letters are due again\n");
        (await desk.Inbox.CountAsync()).Dead.ShouldBe(0);
        await desk.Inbox.ReplayAsync(new ConversationId(conversation.Id));
    }

    [Fact]
    public async Task The_command_tells_of_an_inbox_that_is_not_there_and_of_ids_that_are_none()
    {
        await using var desk = await OpenAsync(set => set["TnsTriage:DataFolder"] += "-elsewhere");
        using var error = new StringWriter();
        File.Delete(Path.Combine(desk.Options.DataFolder, "inbox.db"));

        (await DeadLetterReplay.RunAsync(["42"], desk.Configuration, TextWriter.Null, error)).ShouldBe(2);

        error.ToString().ShouldContain("there is no inbox");
        error.ToString().ShouldContain("42: is no id of a conversation");
    }

    private static AdminServer Admin(Desk desk) => ActivatorUtilities.CreateInstance<AdminServer>(desk.Services);

    private static Task<Desk> OpenAsync(Action<Dictionary<string, string?>>? set = null) => Desk.OpenAsync(set: settings =>
    {
        settings["TnsTriage:Admin:Key"] = Key;
        settings["TnsTriage:Admin:Port"] = "0";
        set?.Invoke(settings);
    });

    private sealed class Running : IAsyncDisposable
    {
        private readonly AdminServer _server;
        private readonly HttpClient _http = new();

        private Running(AdminServer server) => _server = server;

        public Uri Address => _server.Address.ShouldNotBeNull();

        public static async Task<Running> StartAsync(Desk desk)
        {
            var server = Admin(desk);
            await server.StartAsync(CancellationToken.None);
            return new Running(server);
        }

        public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key)
        {
            using var request = new HttpRequestMessage(method, new Uri(Address, path));
            if (key is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Length == 0 ? null : key);
            }

            return await _http.SendAsync(request);
        }

        public async Task<string> GetAsync(string path)
        {
            using var response = await SendAsync(HttpMethod.Get, path, Key);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            return await response.Content.ReadAsStringAsync();
        }

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await _server.StopAsync(CancellationToken.None);
        }
    }
}
