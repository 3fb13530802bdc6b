namespace TnsEval.Calls;

/// <summary>
/// How many calls a provider takes at once, found from what it answers: additive increase, multiplicative decrease, in rounds of as many answers
/// as the limit. See <c>docs/adr/0008-order-of-calls-and-concurrency.md</c> for why each rule. Not safe for many threads: <see cref="ConcurrencyGate"/> calls it under its lock.
/// </summary>
internal sealed class AdaptiveLimit(Concurrency concurrency, TimeProvider time)
{
    /// <summary>Fewer answers than this have no mean.</summary>
    private const int ShortestRound = 4;

    /// <summary>What a decrease leaves.</summary>
    private const double Decrease = 0.8;

    /// <summary>Share of rate-limited attempts that is only a hint to those calls, not to the account.</summary>
    private const double ToleratedShare = 0.1;

    /// <summary>How fast <see cref="_rateLimitedShare"/> forgets: it is a mean over about this many attempts.</summary>
    private const int Memory = 64;

    /// <summary>A round that is slower than the best by this factor shows that calls wait at the provider.</summary>
    private const double Saturated = 2;

    /// <summary>By this the best round fades, each round: a provider that became slow by itself must not hold the limit for ever.</summary>
    private const double Fading = 1.01;

    private static readonly TimeSpan ShortestCooldown = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestCooldown = TimeSpan.FromSeconds(5);

    private double _limit = concurrency.Start;
    private int _cap = concurrency.Most;
    private bool _isDoubling = concurrency.IsAuto;
    private double _rateLimitedShare;
    private long? _decreasedAt;
    private long _roundBegan = time.GetTimestamp();
    private int _answers;
    private TimeSpan _answerTime;
    private bool _wasReached;
    private TimeSpan? _best;

    /// <summary>Calls at once, from 1 to the most; not above the cap.</summary>
    public int Current => Math.Min((int)_limit, _cap);

    /// <summary>
    /// Lets no more through than this, which may be none: the share of one worker in what the run may make at once. What was learned stays below it, and is right again
    /// when the cap is lifted.
    /// </summary>
    public void CapAt(int cap) => _cap = cap;

    /// <summary>Notes that a call had to wait because of the limit: one that is not reached is not raised.</summary>
    public void Reached() => _wasReached = true;

    /// <summary>Notes an answer.</summary>
    /// <param name="begunAt">When the call began: one from before the round says nothing of its limit.</param>
    /// <param name="took">How long the provider took over it.</param>
    public void Answered(long begunAt, TimeSpan took)
    {
        _rateLimitedShare -= _rateLimitedShare / Memory;
        if (begunAt < _roundBegan)
        {
            return;
        }

        _answerTime += took;
        if (++_answers >= Math.Max(Current, ShortestRound))
        {
            EndRound(_answerTime / _answers);
        }
    }

    /// <summary>Notes that the provider said "too many calls".</summary>
    public void RateLimited()
    {
        _rateLimitedShare += (1 - _rateLimitedShare) / Memory;
        if (_rateLimitedShare <= ToleratedShare || (_decreasedAt is { } last && time.GetElapsedTime(last) < Cooldown))
        {
            return;
        }

        _decreasedAt = time.GetTimestamp();
        _limit = Math.Max(1, Math.Min(_limit, _cap) * Decrease);
        _isDoubling = false;
        BeginRound();
    }

    /// <summary>The time of one answer: calls that were under way at a decrease say nothing of the limit after it.</summary>
    private TimeSpan Cooldown => _best is not { } best ? LongestCooldown / 5
        : best < ShortestCooldown ? ShortestCooldown
        : best > LongestCooldown ? LongestCooldown
        : best;

    private void EndRound(TimeSpan mean)
    {
        _best = _best is { } best && best * Fading < mean ? best * Fading : mean;
        var isSaturated = mean > _best * Saturated;
        _isDoubling &= !isSaturated;
        if (_wasReached && !isSaturated && _rateLimitedShare <= ToleratedShare)
        {
            _limit = Math.Max(_limit, Math.Min(Math.Min(concurrency.Most, _cap), _isDoubling ? _limit * 2 : _limit + 1));   // above the cap nothing is tried, so nothing learned
        }

        BeginRound();
    }

    private void BeginRound() => (_roundBegan, _answers, _answerTime, _wasReached) = (time.GetTimestamp(), 0, TimeSpan.Zero, false);
}
