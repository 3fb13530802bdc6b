using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace TnsTriage.FrontStub;

/// <summary>The company's limit, in windows of a minute, and its headers.</summary>
internal sealed class StubLimit(int perMinute, TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _window;
    private int _used;

    /// <summary>Writes the headers.</summary>
    /// <returns>Whether the request may be served.</returns>
    public bool Count(IHeaderDictionary headers)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        int used;
        lock (_lock)
        {
            if (now / 60 != _window)
            {
                (_window, _used) = (now / 60, 0);
            }

            used = ++_used;
        }

        var reset = ((now / 60) + 1) * 60;
        headers["x-ratelimit-limit"] = Text(perMinute);
        headers["x-ratelimit-remaining"] = Text(Math.Max(perMinute - used, 0));
        headers["x-ratelimit-reset"] = Text(reset);
        if (used <= perMinute)
        {
            return true;
        }

        headers.RetryAfter = Text(reset - now);
        return false;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
