using TnsTriage.Service.Reconciling;

namespace TnsTriage.Service.Operations;

/// <summary>How somebody that we depend on answered last. Safe to use from many threads.</summary>
internal sealed class Reachability(TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _answeredAt;
    private DateTimeOffset? _failingSince;

    /// <summary>The last answer, and since when there has been none; null where there was nothing of the kind.</summary>
    public (DateTimeOffset? AnsweredAt, DateTimeOffset? FailingSince) State
    {
        get
        {
            lock (_lock)
            {
                return (_answeredAt, _failingSince);
            }
        }
    }

    public void Answered()
    {
        lock (_lock)
        {
            (_answeredAt, _failingSince) = (time.GetUtcNow(), null);
        }
    }

    public void Failed()
    {
        lock (_lock)
        {
            _failingSince ??= time.GetUtcNow();
        }
    }
}

/// <summary>Notes of each call to Front whether it was served, and its clock: what it refuses is an answer, a token that it does not know is none.</summary>
internal sealed class FrontReachability(TriageSignals signals, FrontClock clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.Headers.Date is { } date)
            {
                clock.Set(date);
            }

            if ((int)response.StatusCode is 401 or >= 500)
            {
                signals.Front.Failed();
            }
            else
            {
                signals.Front.Answered();
            }

            return response;
        }
        catch (Exception)
        {
            signals.Front.Failed();
            throw;
        }
    }
}
