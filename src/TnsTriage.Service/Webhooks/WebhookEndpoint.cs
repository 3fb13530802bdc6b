using System.Diagnostics;
using TnsTriage.Front;
using TnsTriage.Front.Webhooks;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Webhooks;

/// <summary>
/// Takes Front's webhooks: reads the raw bytes, verifies them before anything is parsed, stores what calls for triage, and answers. Whoever
/// is not Front learns nothing but 401.
/// </summary>
internal sealed partial class WebhookEndpoint(
    WebhookVerifier verifier, EventIntake intake, WebhookMeter meter, TimeProvider time, ILogger<WebhookEndpoint> logger)
{
    /// <summary>Front waits five seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private const string RetryAfterSeconds = "10";

    /// <summary>Maps one address for each scheme that has a key.</summary>
    public static void Map(IEndpointRouteBuilder routes, TriageOptions options)
    {
        if (options.Front.ApplicationSecret is not null)
        {
            Map(options.ApplicationWebhookPath, WebhookScheme.Application);
        }

        if (options.Front.RuleSecret is not null)
        {
            Map(options.RuleWebhookPath, WebhookScheme.Rule);
        }

        void Map(string path, WebhookScheme scheme)
        {
            var endpoint = routes.ServiceProvider.GetRequiredService<WebhookEndpoint>();
            routes.MapPost(path, (RequestDelegate)(context => endpoint.TryTakeAsync(context, scheme)));
        }
    }

    private async Task TryTakeAsync(HttpContext context, WebhookScheme scheme)
    {
        try
        {
            await TakeAsync(context, scheme);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return;   // nobody is there to be answered
        }
    }

    private async Task TakeAsync(HttpContext context, WebhookScheme scheme)
    {
        var (result, answer) = await RequestBody.ReadAsync(context.Request) is { } body
            ? await ReadAsync(scheme, body, HeadersOf(context.Request))
            : (WebhookResult.TooLarge, default);
        meter.Count(scheme == WebhookScheme.Application ? "application" : "rule", result);
        context.Response.StatusCode = StatusOf(result);
        if (result == WebhookResult.Unavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }
        else if (result == WebhookResult.Handshake)
        {
            context.Response.ContentType = "application/json";
            await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted);
        }
    }

    private async Task<(WebhookResult Result, ReadOnlyMemory<byte> Answer)> ReadAsync(WebhookScheme scheme, byte[] body, WebhookHeaders headers)
    {
        switch (verifier.Verify(scheme, body, headers))
        {
            case WebhookVerification.Handshake handshake:
                LogHandshake(logger);
                return (WebhookResult.Handshake, handshake.Answer);
            case WebhookVerification.Accepted { Event: var @event }:
                return (await StoreAsync(@event), default);
            case WebhookVerification.NotAnEvent unreadable:
                LogUnreadable(logger, scheme, unreadable.Field);
                return (WebhookResult.Unreadable, default);
            case WebhookVerification.Refused { Reason: WebhookRefusal.TooOld or WebhookRefusal.TooNew } stale:
                LogStale(logger, stale.Event, stale.Reason);
                return (WebhookResult.Stale, default);
            case WebhookVerification.Refused refused:
                LogRefused(logger, scheme, refused.Reason);
                return (WebhookResult.Unverified, default);
            case var other:
                throw new UnreachableException(other.GetType().Name);
        }
    }

    private async Task<WebhookResult> StoreAsync(Front.Api.FrontEvent @event)
    {
        try
        {
            return await intake.TakeAsync(@event).WaitAsync(Patience, time) switch
            {
                null => WebhookResult.Ignored,
                Enqueued.Added => WebhookResult.Enqueued,
                Enqueued.Joined => WebhookResult.Joined,
                Enqueued.Noted => WebhookResult.Noted,
                _ => WebhookResult.Duplicate,
            };
        }
        catch (Exception e) when (e is StorageUnavailableException or TimeoutException)
        {
            LogNotStored(logger, @event.Id, e is TimeoutException ? "the inbox took too long" : e.Message);
            return WebhookResult.Unavailable;
        }
    }

    private static WebhookHeaders HeadersOf(HttpRequest request) => new(
        Header(request, WebhookHeaders.SignatureName), Header(request, WebhookHeaders.TimestampName), Header(request, WebhookHeaders.ChallengeName));

    private static string? Header(HttpRequest request, string name) =>
        request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    private static int StatusOf(WebhookResult result) => result switch
    {
        WebhookResult.Enqueued or WebhookResult.Joined or WebhookResult.Duplicate or WebhookResult.Noted => StatusCodes.Status202Accepted,
        WebhookResult.Ignored or WebhookResult.Unreadable or WebhookResult.Handshake => StatusCodes.Status200OK,
        WebhookResult.Stale or WebhookResult.Unverified => StatusCodes.Status401Unauthorized,
        WebhookResult.TooLarge => StatusCodes.Status413PayloadTooLarge,
        WebhookResult.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new UnreachableException(result.ToString()),
    };

    [LoggerMessage(1, LogLevel.Warning, "A webhook on the address of scheme {Scheme} was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, WebhookScheme scheme, WebhookRefusal reason);

    [LoggerMessage(2, LogLevel.Warning, "Event {Event} was signed rightly and refused: {Reason}. When it is not rare, a clock is wrong, or Front repeats late")]
    private static partial void LogStale(ILogger logger, EventId? @event, WebhookRefusal reason);

    [LoggerMessage(3, LogLevel.Warning, "A genuine webhook of scheme {Scheme} is no event that can be read: {Field}")]
    private static partial void LogUnreadable(ILogger logger, WebhookScheme scheme, string field);

    [LoggerMessage(4, LogLevel.Error, "Event {Event} was not stored, Front is asked to repeat it: {Why}")]
    private static partial void LogNotStored(ILogger logger, EventId @event, string why);

    [LoggerMessage(5, LogLevel.Information, "Front's handshake was answered")]
    private static partial void LogHandshake(ILogger logger);
}
