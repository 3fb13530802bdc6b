using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace TnsEval.Plugins.Ollama.Tests;

/// <summary>A server on loopback that answers every request by the test's script and keeps what it was asked.</summary>
internal sealed class FakeOllama : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeOllama(WebApplication app) => _app = app;

    public ConcurrentQueue<JsonElement> Requests { get; } = [];

    public ConcurrentQueue<(string Path, string? Authorization)> Calls { get; } = [];

    public ConcurrentDictionary<string, bool> Connections { get; } = [];

    public string Host => new Uri(_app.Urls.First()).Authority;

    public static async Task<FakeOllama> StartAsync(Func<HttpContext, JsonElement, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var fake = new FakeOllama(builder.Build());
        fake._app.Run(async context =>
        {
            fake.Connections[context.Connection.Id] = true;
            fake.Calls.Enqueue((context.Request.Path, context.Request.Headers.Authorization));
            var request = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
            fake.Requests.Enqueue(request);
            await answer(context, request);
        });
        await fake._app.StartAsync();
        return fake;
    }

    /// <summary>Answers all requests with the same status and body.</summary>
    public static Task<FakeOllama> StartAsync(int status, string body, string contentType = "application/x-ndjson") =>
        StartAsync((context, _) => WriteAsync(context, body, status, contentType));

    /// <summary>Answers all requests with one line.</summary>
    public static Task<FakeOllama> AnsweringAsync(string body) => StartAsync(200, body);

    public static Task WriteAsync(HttpContext context, string body, int status = 200, string contentType = "application/x-ndjson")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body);
    }

    /// <summary>A whole answer in one line.</summary>
    public static string Line(string content = """{\"verdict\":\"none\"}""", string reason = "stop", long? read = 40, long? written = 12, string more = "") =>
        $$"""{"model":"llama3.1:8b","message":{"role":"assistant","content":"{{content}}"},"done":true,"done_reason":"{{reason}}","prompt_eval_count":{{Count(read)}},"eval_count":{{Count(written)}}{{more}}}""" + "\n";

    public IChatClient Client(params (string Name, string Value)[] variables) => new OllamaProvider().CreateClient(A.Settings(Host, variables: variables));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string Count(long? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "null";
}
