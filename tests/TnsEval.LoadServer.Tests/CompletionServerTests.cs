using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using TnsEval.Prompts;
using TnsEval.Testing;
using TnsTriage;
using TnsTriage.Assessments;
using TnsTriage.Text;

namespace TnsEval.LoadServer.Tests;

public sealed class CompletionServerTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private WebApplication? _server;

    public static TheoryData<string> ShippedPrompts => [.. Directory
        .GetFiles(Path.Combine(TestPaths.RepositoryRoot, "prompts", "tns-triage"), "*.prompt.yml")
        .Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(ShippedPrompts))]
    public async Task Its_answer_keeps_the_contract_of_every_shipped_prompt(string prompt)
    {
        await StartAsync(new LoadOptions());
        var problems = new List<Problem>();
        var version = PromptFile.Read(Path.Combine(TestPaths.RepositoryRoot, "prompts", "tns-triage", prompt), problems)!.Version;
        var ticket = new PreparedTicket(new Ticket { Body = "The word \"response_format\": is no setting here." });
        var request = new JsonObject
        {
            ["model"] = "load",
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = ticket.Ticket.Body + "\"response_format\": {" }),
            ["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject
                {
                    ["name"] = version.Answer.Name,
                    ["schema"] = JsonNode.Parse(version.Answer.Schema.GetRawText()),
                },
            },
        };

        for (var call = 0; call < 2; call++)   // the second is answered from what the first taught
        {
            var text = await AskAsync(request.ToJsonString());

            version.Contract.Enforce(text, ticket).ShouldBeOfType<Enforcement.Accepted>().Assessment.ModelVerdict.ShouldBe(Verdict.None);
        }
    }

    [Fact]
    public async Task Errors_come_in_the_shares_asked_for_and_are_counted()
    {
        await StartAsync(new LoadOptions { RateLimitedShare = 0.05, ServerErrorShare = 0.01, MalformedShare = 0.02, RetryAfterSeconds = 3 });

        for (var call = 0; call < 1000; call++)
        {
            using var reply = await PostAsync("{}");
            (reply.Headers.RetryAfter?.Delta).ShouldBe(reply.StatusCode == HttpStatusCode.TooManyRequests ? TimeSpan.FromSeconds(3) : null);
        }

        (await _http.GetStringAsync(new Uri(Address, "/stats"))).ShouldBe(
            """{"requests":1000,"inFlight":0,"maxInFlight":1,"malformed":20,"byStatus":{"200":940,"429":50,"500":10}}""");
    }

    [Fact]
    public async Task Above_its_capacity_it_says_429()
    {
        await StartAsync(new LoadOptions { Capacity = 1, Latency = TimeSpan.FromMinutes(1) });
        using var stop = new CancellationTokenSource();
        var first = PostAsync("{}", stop.Token);
        while (!(await _http.GetStringAsync(new Uri(Address, "/stats"))).Contains("\"inFlight\":1", StringComparison.Ordinal))
        {
            await Task.Yield();
        }

        using var second = await PostAsync("{}");

        second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
    }

    [Fact]
    public void Settings_that_make_no_sense_are_told_all_at_once() =>
        new LoadOptions { Port = -1, Latency = TimeSpan.FromSeconds(-1), MalformedShare = 1.1, RetryAfterSeconds = -1, Capacity = 0 }.Check().Count().ShouldBe(5);

    public Task InitializeAsync() => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>The runner of tests knows this one only.</summary>
    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    private Uri Address => new(_server!.Urls.Single());

    private async Task StartAsync(LoadOptions options)
    {
        _server = new CompletionServer(options).Build();
        await _server.StartAsync();
    }

    private async Task<HttpResponseMessage> PostAsync(string body, CancellationToken cancellationToken = default)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _http.PostAsync(new Uri(Address, "/v1/chat/completions"), content, cancellationToken);
    }

    private async Task<string> AskAsync(string body)
    {
        using var reply = await PostAsync(body);
        reply.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonElement.Parse(await reply.Content.ReadAsStringAsync())
            .GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }
}
