namespace TnsEval.Statistics;

/// <summary>
/// The exact bound of a rate: right at least as often as it claims for every true rate, which Wilson's is on average only. For counts of what must not
/// happen: none among 45 is not yet never.
/// </summary>
public static class ClopperPearson
{
    /// <summary>One-sided: the rate is at most this. That it is at least as much is one minus this bound of what did not happen.</summary>
    /// <param name="rate">The counts; at zero trials the bound is 1. Repeats count together as one trial.</param>
    /// <param name="confidence">One-sided level as a fraction, strictly between 0 and 1.</param>
    /// <returns>B(level; k+1, n-k), in [0, 1]; at no event 1 - (1 - level)^(1/n), about 3/n at 0.95; exactly 1 at nothing but events.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1).</exception>
    /// <remarks>
    /// B is the beta quantile. Clopper and Pearson, Biometrika 26 (1934) 404-413; Hanley and Lippman-Hand, JAMA 249 (1983) 1743-1745, for the rule of three.
    /// </remarks>
    public static double UpperBound(Rate rate, double confidence = Wilson.DefaultConfidence)
    {
        Fraction.ThrowUnlessInside(confidence);
        var (events, trials) = ((double)rate.Events / rate.Repeats, (double)rate.Trials / rate.Repeats);
        return rate.Events == rate.Trials ? 1 : BetaQuantile.At(confidence, events + 1, trials - events);
    }
}
