using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace TnsTriage.FrontStub;

/// <summary>Something that goes wrong with a request.</summary>
/// <param name="Answer">What is answered instead; nothing when it drops the connection.</param>
public sealed record StubFault(Func<HttpContext, Task> Answer)
{
    /// <summary>Method of the requests that it befalls; any when null.</summary>
    public string? Method { get; init; }

    /// <summary>End of the path of the requests that it befalls; any when empty.</summary>
    public string PathEnd { get; init; } = "";

    /// <summary>How many requests it befalls; every one when null.</summary>
    public int? Times { get; init; } = 1;

    /// <summary>Whether the request takes effect first, so that only its answer is lost.</summary>
    public bool IsAfterwards { get; init; }

    /// <summary>A status with Front's error shape.</summary>
    public static StubFault Status(int status) => new(context => StubAnswers.ErrorAsync(context, status, "Stub fault"));

    /// <summary>What an edge server answers: HTML.</summary>
    public static StubFault Html(int status = 503) => new(context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync("<html><body><h1>Service Unavailable</h1></body></html>");
    });

    /// <summary>429.</summary>
    /// <param name="retryAfter">In whole seconds, as Front tells it; not told when null.</param>
    /// <param name="tier">Names a limit of one resource; the company's when null.</param>
    public static StubFault TooManyRequests(int? retryAfter, int? tier = null) => new(context =>
    {
        var headers = context.Response.Headers;
        headers["x-ratelimit-remaining"] = tier is null ? "0" : "37";
        if (tier is { } number)
        {
            headers["x-front-tier"] = number.ToString(CultureInfo.InvariantCulture);
        }

        if (retryAfter is { } seconds)
        {
            headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return StubAnswers.ErrorAsync(context, 429, "Too many requests");
    });

    /// <summary>No answer until the caller gives up or the server ends.</summary>
    public static StubFault Hang() => new(context => Task.Delay(Timeout.Infinite, context.RequestAborted));

    /// <summary>The connection breaks.</summary>
    public static StubFault Drop() => new(context =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    /// <summary>200 with a body of one's own.</summary>
    public static StubFault Body(string body) => new(context =>
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body);
    });

    /// <summary>A redirect.</summary>
    public static StubFault Redirect(string location) => new(context =>
    {
        context.Response.StatusCode = 301;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    });

    /// <summary>Only requests of this method and end of path.</summary>
    public StubFault On(string method, string pathEnd) => this with { Method = method, PathEnd = pathEnd };

    internal bool Befalls(HttpRequest request) =>
        (Method is null || Method == request.Method) && request.Path.Value!.EndsWith(PathEnd, StringComparison.Ordinal);
}

/// <summary>The faults still to come, in the order in which they were injected. Safe to use from many threads.</summary>
internal sealed class PendingFaults
{
    private readonly Lock _lock = new();
    private readonly List<StubFault> _faults = [];

    public void Add(StubFault fault)
    {
        lock (_lock)
        {
            _faults.Add(fault);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
        }
    }

    public StubFault? Take(HttpRequest request)
    {
        lock (_lock)
        {
            var index = _faults.FindIndex(fault => fault.Befalls(request));
            if (index < 0)
            {
                return null;
            }

            var fault = _faults[index];
            if (fault.Times is { } times)
            {
                if (times <= 1)
                {
                    _faults.RemoveAt(index);
                }
                else
                {
                    _faults[index] = fault with { Times = times - 1 };
                }
            }

            return fault;
        }
    }
}
