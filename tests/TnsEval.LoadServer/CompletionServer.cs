using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TnsEval.LoadServer;

/// <summary>A model server that answers every ticket alike after a fixed time: what a run costs without it is the harness's own.</summary>
internal sealed class CompletionServer(LoadOptions options)
{
    private static readonly byte[] TooMany = """{"error": {"message": "too many requests", "type": "requests", "code": "rate_limit_exceeded"}}"""u8.ToArray();
    private static readonly byte[] Broken = """{"error": {"message": "the server had an error", "type": "server_error", "code": null}}"""u8.ToArray();
    private static readonly byte[] Unknown = """{"error": {"message": "there is no such path", "type": "invalid_request_error", "code": null}}"""u8.ToArray();

    private readonly Schedule _schedule = new(options);
    private readonly BenignAnswers _answers = new();
    private readonly ConcurrentDictionary<int, long> _byStatus = new();
    private long _requests;
    private long _malformed;
    private int _inFlight;
    private int _maxInFlight;

    public WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(System.Net.IPAddress.Loopback, options.Port);
        });
        var server = builder.Build();
        server.Run(HandleAsync);
        return server;
    }

    private Task HandleAsync(HttpContext context) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("POST", { } path) when path.EndsWith("/chat/completions", StringComparison.Ordinal) => CompleteAsync(context),
        ("GET", "/stats") => WriteAsync(context.Response, StatusCodes.Status200OK, System.Text.Encoding.UTF8.GetBytes(Statistics())),
        _ => WriteAsync(context.Response, StatusCodes.Status404NotFound, Unknown),
    };

    private async Task CompleteAsync(HttpContext context)
    {
        var turn = _schedule[Interlocked.Increment(ref _requests)];
        var inFlight = Interlocked.Increment(ref _inFlight);
        Raise(ref _maxInFlight, inFlight);
        try
        {
            var answer = await AnswerAsync(context.Request);
            if (inFlight > options.Capacity || turn == Turn.RateLimited)
            {
                if (options.RetryAfterSeconds is { } seconds)
                {
                    context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
                }

                await CountAndWriteAsync(context.Response, StatusCodes.Status429TooManyRequests, TooMany);
                return;
            }

            if (options.Latency > TimeSpan.Zero)
            {
                await Task.Delay(options.Latency, context.RequestAborted);
            }

            if (turn == Turn.ServerError)
            {
                await CountAndWriteAsync(context.Response, StatusCodes.Status500InternalServerError, Broken);
                return;
            }

            if (turn == Turn.Malformed)
            {
                Interlocked.Increment(ref _malformed);
                answer = BenignAnswers.Malformed;
            }

            await CountAndWriteAsync(context.Response, StatusCodes.Status200OK, answer);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private async Task<byte[]> AnswerAsync(HttpRequest request)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync();
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var answer = Answer(read.Buffer);
            reader.AdvanceTo(read.Buffer.End);
            return answer;
        }
    }

    private byte[] Answer(ReadOnlySequence<byte> body)
    {
        if (body.IsSingleSegment)
        {
            return _answers.For(body.FirstSpan);
        }

        var rented = ArrayPool<byte>.Shared.Rent((int)body.Length);
        body.CopyTo(rented);
        var answer = _answers.For(rented.AsSpan(0, (int)body.Length));
        ArrayPool<byte>.Shared.Return(rented);
        return answer;
    }

    private Task CountAndWriteAsync(HttpResponse response, int status, byte[] body)
    {
        _byStatus.AddOrUpdate(status, 1, (_, count) => count + 1);
        return WriteAsync(response, status, body);
    }

    private static Task WriteAsync(HttpResponse response, int status, byte[] body)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, 0, body.Length);
    }

    private string Statistics() => new JsonObject
    {
        ["requests"] = Interlocked.Read(ref _requests),
        ["inFlight"] = Volatile.Read(ref _inFlight),
        ["maxInFlight"] = Volatile.Read(ref _maxInFlight),
        ["malformed"] = Interlocked.Read(ref _malformed),
        ["byStatus"] = new JsonObject(_byStatus.OrderBy(pair => pair.Key)
            .Select(pair => KeyValuePair.Create(pair.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), (JsonNode?)pair.Value))),
    }.ToJsonString();

    private static void Raise(ref int highest, int value)
    {
        for (var seen = Volatile.Read(ref highest); value > seen;)
        {
            seen = Interlocked.CompareExchange(ref highest, value, seen) is var now && now == seen ? value : now;
        }
    }
}
