using System.Net;
using System.Security.Cryptography;
using System.Text;
using TnsTriage.Front;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Operations;

/// <summary>
/// What operators ask, on a port of its own that listens on loopback unless configured otherwise, and not at all without a key: what faces
/// Front's webhooks can then be open to the world.
/// </summary>
internal sealed partial class AdminServer(
    IInbox inbox,
    ILedger ledger,
    Readiness readiness,
    TriageSignals signals,
    DriftWatch drift,
    TriageOptions options,
    TimeProvider time,
    ILogger<AdminServer> logger) : IHostedService
{
    private const int MostDeadLetters = 1_000;

    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);

    private readonly byte[] _key = SHA256.HashData(Encoding.UTF8.GetBytes(options.Admin.Key));
    private WebApplication? _app;

    /// <summary>Where it listens; null when it does not.</summary>
    public Uri? Address => _app is null ? null : new Uri(_app.Urls.First());

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Admin.IsConfigured)
        {
            LogOff(logger);
            return;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();   // addresses of the main host are not its own
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(options.Admin.Address), options.Admin.Port));
        _app = builder.Build();
        _app.Use(GuardAsync);
        Map(_app);
        await _app.StartAsync(cancellationToken);
        LogListens(logger, Address!);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is not null)
        {
            await _app.StopAsync(cancellationToken);
            await _app.DisposeAsync();
        }
    }

    private void Map(WebApplication app)
    {
        app.MapGet("/stats", async context =>
            await context.Response.WriteAsJsonAsync(await StatsAsync(), OperationsJson.Default.AdminStats));
        app.MapGet("/dead-letters", async context => await context.Response.WriteAsJsonAsync(
            [.. (await inbox.DeadLettersAsync(MostDeadLetters)).Select(AdminDeadLetter.Of)], OperationsJson.Default.IReadOnlyListAdminDeadLetter));
        app.MapPost("/dead-letters/replay", async context => await ReplayedAsync(context, await inbox.ReplayAllAsync()));
        app.MapPost("/dead-letters/{id}/replay", context => WithConversationAsync(
            context, async conversation => await ReplayedAsync(context, await inbox.ReplayAsync(conversation) ? 1 : 0)));
        app.MapGet("/conversations/{id}", context => WithConversationAsync(context, async conversation =>
        {
            var trail = AdminTrail.Of(conversation.Value, await ledger.FindAsync(conversation), await ledger.TrailAsync(conversation));
            await context.Response.WriteAsJsonAsync(trail, OperationsJson.Default.AdminTrail);
        }));
    }

    private async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        const string Scheme = "Bearer ";
        var given = context.Request.Headers.Authorization.ToString();
        var key = given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? given[Scheme.Length..] : "";

        // Hashes, so that neither content nor length of the key can be told from the time it takes.
        if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), _key))
        {
            LogRefused(logger);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            await next(context);
        }
        catch (StorageUnavailableException e)
        {
            LogUnavailable(logger, e.Message);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    private async Task<AdminStats> StatsAsync() => new(
        await readiness.LookAsync(),
        await inbox.CountAsync(),
        await ledger.CountDecisionsAsync(time.GetUtcNow() - Lately),
        drift.State,
        signals.Front.State.AnsweredAt,
        signals.Model.State.AnsweredAt);

    private static Task ReplayedAsync(HttpContext context, int replayed) =>
        context.Response.WriteAsJsonAsync(new AdminReplayed(replayed), OperationsJson.Default.AdminReplayed);

    private static async Task WithConversationAsync(HttpContext context, Func<ConversationId, Task> serve)
    {
        ConversationId conversation;
        try
        {
            conversation = new ConversationId((string)context.Request.RouteValues["id"]!);
        }
        catch (ArgumentException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("Write the id of a conversation, such as cnv_55c8c149.\n");
            return;
        }

        await serve(conversation);
    }

    [LoggerMessage(1, LogLevel.Information, "No endpoints for operators: TnsTriage:Admin:Key is not set")]
    private static partial void LogOff(ILogger logger);

    [LoggerMessage(2, LogLevel.Information, "Endpoints for operators on {Address}")]
    private static partial void LogListens(ILogger logger, Uri address);

    [LoggerMessage(3, LogLevel.Warning, "A request to the endpoints for operators had no valid key")]
    private static partial void LogRefused(ILogger logger);

    [LoggerMessage(4, LogLevel.Error, "A request of an operator was not served: {Why}")]
    private static partial void LogUnavailable(ILogger logger, string why);
}
