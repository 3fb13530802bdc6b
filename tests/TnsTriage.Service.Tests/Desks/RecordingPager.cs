using System.Net;

namespace TnsTriage.Service.Tests.Desks;

/// <summary>A page as it was sent.</summary>
internal sealed record SentPage(string Key, string Timestamp, string Signature, string Body);

/// <summary>Whoever is paged: keeps what it is told. Safe to use from many threads.</summary>
internal sealed class RecordingPager : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly List<SentPage> _pages = [];

    /// <summary>What it answers.</summary>
    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public IReadOnlyList<SentPage> Sent
    {
        get
        {
            lock (_lock)
            {
                return [.. _pages];
            }
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var page = new SentPage(
            request.Headers.GetValues("Idempotency-Key").Single(),
            request.Headers.GetValues("X-TnsTriage-Timestamp").Single(),
            request.Headers.GetValues("X-TnsTriage-Signature").Single(),
            await request.Content!.ReadAsStringAsync(cancellationToken));
        lock (_lock)
        {
            _pages.Add(page);
        }

        return new HttpResponseMessage(Status);
    }
}
