using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TnsTriage.Front.Transport;

/// <summary>
/// Sends calls to the configured host and nowhere else: token, limits, time, size, and redirects of merged conversations, which are calls
/// made again
/// under the new id, never followed. Repeats a call only after 429, which applied nothing; any other repeat is its caller's to decide.
/// </summary>
internal sealed partial class FrontTransport(HttpClient http, FrontOptions options, RateLimiter limiter, TimeProvider time, ILogger? logger = null)
{
    private const int MaxRefusals = 3;
    private const int MaxMerges = 3;

    private static readonly ProductInfoHeaderValue Agent =
        new("TnsTriage.Front", typeof(FrontTransport).Assembly.GetName().Version!.ToString(3));

    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    public Uri BaseAddress => options.BaseAddress;

    /// <summary>Makes a call.</summary>
    /// <exception cref="FrontException">Anything but an answer of 2xx.</exception>
    public async Task<FrontAnswer> SendAsync(FrontRequest request, CancellationToken cancellationToken)
    {
        HashSet<ConversationId> tried = [];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (status, body, location) = await SendWithinLimitsAsync(request, cancellationToken).ConfigureAwait(false);
            if ((int)status is >= 200 and < 300)
            {
                return new FrontAnswer(body, request.Conversation);
            }

            if ((int)status is not (301 or 302 or 307 or 308))
            {
                throw Fault(request, FaultReader.Read(status, body));
            }

            if (request.Conversation is not { } conversation || !tried.Add(conversation) || tried.Count > MaxMerges)
            {
                throw Fault(request, new FrontFault.Unexpected("Front redirects in a way that no merge explains"));
            }

            var merged = MergedConversation.In(location, options.BaseAddress)
                ?? throw Fault(request, new FrontFault.Unexpected("Front redirects to no conversation on a host of its own"));
            LogMerged(_logger, request.Operation, conversation, merged);
            request = request with { Conversation = merged };
        }
    }

    public static FrontException Fault(FrontRequest request, FrontFault fault, Exception? inner = null) =>
        new(fault, request.Operation, inner);

    private async Task<(HttpStatusCode Status, byte[] Body, Uri? Location)> SendWithinLimitsAsync(
        FrontRequest request, CancellationToken cancellationToken)
    {
        for (var refusals = 0; ; refusals++)
        {
            if (await limiter.WaitAsync(request.Resource, cancellationToken).ConfigureAwait(false) is { } tooLong)
            {
                throw Fault(request, new FrontFault.RateLimited(tooLong));
            }

            var (answer, retryAfter) = await SendOnceAsync(request, refusals, cancellationToken).ConfigureAwait(false);
            if ((int)answer.Status != 429)
            {
                return answer;
            }

            if (refusals + 1 == MaxRefusals || retryAfter > options.MaxRateLimitWait)
            {
                throw Fault(request, new FrontFault.RateLimited(retryAfter));
            }
        }
    }

    private async Task<((HttpStatusCode Status, byte[] Body, Uri? Location) Answer, TimeSpan RetryAfter)> SendOnceAsync(
        FrontRequest request, int attempt, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var message = Message(request);
            var address = message.RequestUri;
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (response.RequestMessage is { } answered && (answered.RequestUri != address || answered.Method != request.Method))
            {
                throw new InvalidOperationException(
                    "The HttpClient of a FrontClient must not follow redirects (AllowAutoRedirect = false): "
                    + "a redirected write loses its body and its token, and looks like success.");
            }

            var retryAfter = limiter.Observe(response, request.Resource, attempt);
            var body = await BoundedContent.ReadAsync(response.Content, options.MaxAnswerBytes, either.Token).ConfigureAwait(false);
            LogAnswered(_logger, request.Operation, (int)response.StatusCode, time.GetElapsedTime(started));
            return body is null && response.IsSuccessStatusCode
                ? throw Fault(request, new FrontFault.Unexpected($"Front's answer is longer than {options.MaxAnswerBytes} bytes"))
                : ((response.StatusCode, body ?? [], response.Headers.Location), retryAfter);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();   // a cancelled call is not a failed one
            // Its type and no more: a message may name the address, and what a handler put into it is not ours to know.
            LogFailed(_logger, request.Operation, e.GetType().Name, time.GetElapsedTime(started));
            throw Fault(request, new FrontFault.Network(IsTimeout: timeout.IsCancellationRequested || e is OperationCanceledException), e);
        }
    }

    private HttpRequestMessage Message(FrontRequest request)
    {
        var address = request.Address(options.BaseAddress);
        if (!AllowedHosts.IsLinkAllowed(address, options.BaseAddress))
        {
            throw new InvalidOperationException("A call left the configured host.");   // ids are checked, so this is our bug; the token stays here
        }

        var message = new HttpRequestMessage(request.Method, address);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.UserAgent.Add(Agent);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        }

        return message;
    }

    [LoggerMessage(2, LogLevel.Debug, "{Operation}: {Status} after {Elapsed}")]
    private static partial void LogAnswered(ILogger logger, string operation, int status, TimeSpan elapsed);

    [LoggerMessage(3, LogLevel.Warning, "{Operation}: {Exception} after {Elapsed}")]
    private static partial void LogFailed(ILogger logger, string operation, string exception, TimeSpan elapsed);

    [LoggerMessage(4, LogLevel.Information, "{Operation}: {Conversation} was merged into {Merged}; calling again there")]
    private static partial void LogMerged(ILogger logger, string operation, ConversationId conversation, ConversationId merged);
}
