using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TnsTriage.FrontStub;

/// <summary>A request as it came.</summary>
public sealed record StubRequest(string Method, string Path, string Query, string? Authorization, string Body);

/// <summary>A write that took effect, in the order in which they did.</summary>
public sealed record StubWrite(string Method, string Path, string Body);

/// <summary>How a stand-in behaves.</summary>
public sealed record StubFrontOptions
{
    public string Token { get; init; } = "stub-token";

    public string ApplicationSecret { get; init; } = "stub-application-secret";

    public string RuleSecret { get; init; } = "stub-rule-secret";

    /// <summary>Limit of the company, in requests a minute.</summary>
    public int RequestsPerMinute { get; init; } = 1_000_000;

    public StubCompany? Company { get; init; }

    /// <summary>A loopback port; a free one when 0.</summary>
    public int Port { get; init; }
}

/// <summary>
/// Front's API on loopback, as far as triage uses it: token check, paging, limits and their headers, merged conversations, and every write kept. It refuses what
/// Front's description does not allow, and then some, to catch our own typing mistakes; what the real Front does beyond its description it cannot know.
/// </summary>
public sealed class StubFront : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly StubFrontOptions _options;
    private readonly TimeProvider _time;
    private readonly StubLimit _limit;
    private readonly PendingFaults _faults = new();
    private readonly ConcurrentQueue<StubRequest> _requests = [];
    private readonly ConcurrentQueue<StubWrite> _writes = [];

    private StubFront(WebApplication app, StubFrontOptions options, TimeProvider time)
    {
        _app = app;
        _options = options;
        _time = time;
        _limit = new StubLimit(options.RequestsPerMinute, time);
        Company = options.Company ?? new StubCompany(time);
    }

    public StubCompany Company { get; }

    /// <summary>Awaited when a write is in order and its conversation found, before it takes effect: what happens meanwhile comes in between.</summary>
    public Func<StubWrite, Task>? Writing { get; set; }

    /// <summary>How long each request takes: one half before it takes effect, one half after, so that a caller can die in either.</summary>
    public TimeSpan Latency { get; set; }

    public Uri Address => new($"{_app.Urls.First()}/");

    /// <summary>Every request, refused ones too.</summary>
    public IReadOnlyList<StubRequest> Requests => [.. _requests];

    /// <summary>Every write that took effect.</summary>
    public IReadOnlyList<StubWrite> Writes => [.. _writes];

    public static async Task<StubFront> StartAsync(StubFrontOptions? options = null, TimeProvider? time = null)
    {
        options ??= new StubFrontOptions();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        var stub = new StubFront(builder.Build(), options, time ?? TimeProvider.System);
        stub._app.Use(stub.GuardAsync);
        new StubRoutes(stub.Company, write => stub.Writing?.Invoke(write) ?? Task.CompletedTask, stub._writes.Enqueue).Map(stub._app);
        stub._app.MapFallback(context => StubAnswers.ErrorAsync(context, 404, "Not found"));
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>Lets something go wrong with requests to come.</summary>
    public void Inject(params IEnumerable<StubFault> faults)
    {
        foreach (var fault in faults)
        {
            _faults.Add(fault);
        }
    }

    /// <summary>Lets all go well again.</summary>
    public void Heal() => _faults.Clear();

    /// <summary>Ends at once, requests that hang included.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    /// <summary>What every request passes before and after it is served.</summary>
    private async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        context.Request.EnableBuffering();
        var body = await new StreamReader(context.Request.Body, Encoding.UTF8).ReadToEndAsync(context.RequestAborted);
        context.Request.Body.Position = 0;
        var authorization = context.Request.Headers.Authorization.ToString();
        _requests.Enqueue(new StubRequest(
            context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "", authorization.Length == 0 ? null : authorization, body));

        context.Response.Headers.Date = _time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        var half = Latency / 2;
        if (half > TimeSpan.Zero)
        {
            await Task.Delay(half, CancellationToken.None);   // a caller that is gone does not take back what it asked for
        }

        var isServed = _limit.Count(context.Response.Headers);
        var fault = _faults.Take(context.Request);
        if (fault is { IsAfterwards: false })
        {
            await fault.Answer(context);
        }
        else if (authorization != $"Bearer {_options.Token}")
        {
            await StubAnswers.ErrorAsync(context, 401, "Unauthenticated");
        }
        else if (!isServed)
        {
            await StubAnswers.ErrorAsync(context, 429, "Too many requests");
        }
        else if (fault is null)
        {
            await next(context);
        }
        else
        {
            await ServeInVainAsync(context, next);
            await fault.Answer(context);
        }

        if (half > TimeSpan.Zero)
        {
            await Task.Delay(half, CancellationToken.None);
        }
    }

    /// <summary>The request takes effect, and its answer is thrown away.</summary>
    private static async Task ServeInVainAsync(HttpContext context, RequestDelegate next)
    {
        var wire = context.Response.Body;
        using var thrownAway = new MemoryStream();
        context.Response.Body = thrownAway;
        await next(context);
        context.Response.Body = wire;
        context.Response.StatusCode = 200;
    }
}
