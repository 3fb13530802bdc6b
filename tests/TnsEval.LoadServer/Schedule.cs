namespace TnsEval.LoadServer;

/// <summary>
/// What the n-th request gets. Decided by its number, so that two runs over the same requests meet the same number of errors; of each 1,000
/// requests in a row exactly the shares asked for, spread evenly.
/// </summary>
internal sealed class Schedule(LoadOptions options)
{
    private const int Round = 1000;
    private const int Step = 617;   // has no factor in common with the round, so every number comes once

    private readonly int _rateLimited = Of(options.RateLimitedShare);
    private readonly int _serverError = Of(options.RateLimitedShare + options.ServerErrorShare);
    private readonly int _malformed = Of(options.RateLimitedShare + options.ServerErrorShare + options.MalformedShare);

    public Turn this[long number]
    {
        get
        {
            var place = number * Step % Round;
            return place < _rateLimited ? Turn.RateLimited
                : place < _serverError ? Turn.ServerError
                : place < _malformed ? Turn.Malformed
                : Turn.Answer;
        }
    }

    private static int Of(double share) => (int)Math.Round(share * Round);
}

/// <summary>What one request gets.</summary>
internal enum Turn
{
    Answer,
    RateLimited,
    ServerError,
    Malformed,
}
