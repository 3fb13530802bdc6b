using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.Ollama.Tests;

public class FaultTests
{
    private const string Canary = "canary-4711";

    /// <summary>The errors are Ollama's own words, from its source and its issues.</summary>
    [Theory]
    [InlineData(404, """{"error":"model 'llama3.1:8b' not found"}""", ProviderFaultKind.Settings, "`ollama pull llama3.1:8b`")]
    [InlineData(404, """{"error":"model \"llama3.1:8b\" not found, try pulling it first"}""", ProviderFaultKind.Settings, "`ollama pull llama3.1:8b`")]
    [InlineData(404, "404 page not found", ProviderFaultKind.Settings, "OLLAMA_HOST")]
    [InlineData(405, "405 method not allowed", ProviderFaultKind.Settings, "OLLAMA_HOST")]
    [InlineData(301, "", ProviderFaultKind.Settings, "redirects (301)")]
    [InlineData(400, """{"error":"invalid model name"}""", ProviderFaultKind.Settings, "no name of a model")]
    [InlineData(400, """{"error":"\"llama3.1:8b\" does not support chat"}""", ProviderFaultKind.Settings, "cannot chat")]
    [InlineData(400, """{"error":"canary-4711"}""", ProviderFaultKind.Permanent, "declined the request (400)")]
    [InlineData(400, """{"error":"the input length exceeds the context length"}""", ProviderFaultKind.Truncated, "longer than the context")]
    [InlineData(400, """{"error":"{\"error\":{\"code\":400,\"message\":\"request (351 tokens) exceeds the available context size (256 tokens), try increasing it\"}}"}""", ProviderFaultKind.Truncated, "351 tokens is longer than the context of 256")]
    [InlineData(400, """{"error":"the prompt is longer than the context length currently available to the model"}""", ProviderFaultKind.Truncated, "longer than the context")]
    [InlineData(401, """{"error":"unauthorized canary-4711"}""", ProviderFaultKind.Auth, "Set OLLAMA_API_KEY")]
    [InlineData(401, """{"error":"model not found"}""", ProviderFaultKind.Auth, "(401)")]
    [InlineData(403, "<html>canary-4711</html>", ProviderFaultKind.Auth, "(403)")]
    [InlineData(413, "<html>canary-4711</html>", ProviderFaultKind.Permanent, "of this size")]
    [InlineData(429, "", ProviderFaultKind.RateLimited, "(429)")]
    [InlineData(500, """{"error":"model requires more system memory (44.0 GiB) than is available (7.6 GiB)"}""", ProviderFaultKind.Settings, "needs 44.0 GiB, and 7.6 GiB are free")]
    [InlineData(500, """{"error":"llama runner process has terminated: cudaMalloc failed: out of memory"}""", ProviderFaultKind.Settings, "too little memory")]
    [InlineData(500, """{"error":"llama runner process has terminated: signal: killed"}""", ProviderFaultKind.Transient, "stopped")]
    [InlineData(500, """{"error":"unable to load model: /canary-4711"}""", ProviderFaultKind.Settings, "cannot load")]
    [InlineData(500, """{"error":"canary-4711"}""", ProviderFaultKind.Transient, "failed (500)")]
    [InlineData(500, """{"error":{"message":"canary-4711","code":500}}""", ProviderFaultKind.Transient, "failed (500)")]
    [InlineData(500, """{"error":"context deadline exceeded: context canceled"}""", ProviderFaultKind.Transient, "failed (500)")]
    [InlineData(404, """{"error":"no such thing"}""", ProviderFaultKind.Settings, "answers 404")]
    [InlineData(502, "<html>canary-4711</html>", ProviderFaultKind.Transient, "failed (502)")]
    [InlineData(503, """{"error":"server busy, please try again.  maximum pending requests exceeded"}""", ProviderFaultKind.RateLimited, "OLLAMA_MAX_QUEUE")]
    [InlineData(503, "<html>canary-4711</html>", ProviderFaultKind.Transient, "failed (503)")]
    public async Task An_error_becomes_a_fault_that_says_what_to_do(int status, string body, ProviderFaultKind kind, string says)
    {
        await using var server = await FakeOllama.StartAsync(status, body, body.StartsWith('<') ? "text/html" : "application/json");
        using var client = server.Client();

        var fault = await client.FaultAsync(A.Prompt(Canary));

        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldContain(says);
        fault.Message.ShouldNotContain(Canary);
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_is_named_by_its_variable_only()
    {
        await using var server = await FakeOllama.StartAsync(401, """{"error":"unauthorized"}""");
        using var client = server.Client(("OLLAMA_API_KEY", Canary));

        var fault = await client.FaultAsync();

        fault.Kind.ShouldBe(ProviderFaultKind.Auth);
        fault.Message.ShouldContain("OLLAMA_API_KEY");
        fault.Message.ShouldNotContain(Canary);
    }

    [Theory]
    [InlineData("Retry-After", "7", 7)]
    [InlineData("Retry-After", "Mon, 05 Jan 2026 09:00:30 GMT", 30)]
    [InlineData("Retry-After", "Mon, 05 Jan 2026 08:00:00 GMT", 0)]
    public async Task The_wait_that_a_server_asks_for_is_passed_on(string name, string value, int seconds)
    {
        await using var server = await FakeOllama.StartAsync((context, _) =>
        {
            context.Response.Headers[name] = value;
            context.Response.Headers.Date = "Mon, 05 Jan 2026 09:00:00 GMT";
            return FakeOllama.WriteAsync(context, "", 429);
        });
        using var client = server.Client();

        (await client.FaultAsync()).RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("""{"error":"canary-4711"}""", ProviderFaultKind.Transient)]
    [InlineData("""{"error":"the input length exceeds the context length","status":400}""", ProviderFaultKind.Truncated)]
    [InlineData("""{"error":"unauthorized","status":401}""", ProviderFaultKind.Auth)]
    [InlineData("<html>canary-4711", ProviderFaultKind.Transient)]
    [InlineData("", ProviderFaultKind.Transient)]
    [InlineData("""{"message":{"content":"canary-4711"}}""", ProviderFaultKind.Transient)]
    public async Task An_answer_that_breaks_off_is_no_answer(string then, ProviderFaultKind kind)
    {
        await using var server = await FakeOllama.AnsweringAsync("""{"message":{"content":"{"},"done":false}""" + "\n" + then);
        using var client = server.Client();

        var fault = await client.FaultAsync();

        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldNotContain(Canary);
    }

    [Fact]
    public async Task A_connection_lost_in_the_middle_of_the_answer_is_transient()
    {
        await using var server = await FakeOllama.StartAsync(async (context, _) =>
        {
            await FakeOllama.WriteAsync(context, """{"message":{"content":"{"},"done":false}""" + "\n");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var client = server.Client();

        var fault = await client.FaultAsync();

        fault.Kind.ShouldBe(ProviderFaultKind.Transient);
        fault.Message.ShouldContain("lost");
    }

    [Fact]
    public async Task Plain_http_where_tls_is_expected_is_a_setting_to_correct()
    {
        await using var server = await FakeOllama.AnsweringAsync(FakeOllama.Line());
        using var client = new OllamaProvider().CreateClient(A.Settings($"https://{server.Host}"));

        var fault = await client.FaultAsync();

        fault.Kind.ShouldBe(ProviderFaultKind.Settings);
        fault.Message.ShouldContain("TLS");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_a_call_stops_the_model_before_its_answer_and_within_it(bool hasBegun)
    {
        var reached = new TaskCompletionSource();
        var released = new TaskCompletionSource();
        await using var server = await FakeOllama.StartAsync(async (context, _) =>
        {
            if (hasBegun)
            {
                await FakeOllama.WriteAsync(context, """{"message":{"content":"{"},"done":false}""" + "\n");
                await context.Response.Body.FlushAsync();
            }

            reached.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => released.SetResult(), TaskScheduler.Default);
        });
        using var client = server.Client();
        using var stop = new CancellationTokenSource();
        var call = client.GetResponseAsync(A.Prompt(), A.Options(), stop.Token);
        await reached.Task;

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        await released.Task.WaitAsync(TimeSpan.FromSeconds(30));   // the server hears of it
    }

    [Fact]
    public async Task The_answer_is_given_when_it_is_done_even_if_the_server_holds_the_connection()
    {
        await using var server = await FakeOllama.StartAsync(async (context, _) =>
        {
            await FakeOllama.WriteAsync(context, FakeOllama.Line());
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var client = server.Client();

        (await client.GetResponseAsync(A.Prompt(), A.Options()).WaitAsync(TimeSpan.FromSeconds(30))).Text.ShouldContain("none");
    }
}
