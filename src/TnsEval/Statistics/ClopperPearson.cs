namespace TnsEval.Statistics;

/// <summary>
/// Exact bounds of a rate: right at least as often as they claim for every true rate, which Wilson's are on average only. Wider for it; for gates that
/// must not let a bad prompt through.
/// </summary>
public static class ClopperPearson
{
    /// <summary>Two-sided exact interval.</summary>
    /// <param name="rate">The counts; at zero trials the interval is [0, 1]. Repeats count together as one trial.</param>
    /// <param name="confidence">Two-sided level as a fraction, strictly between 0 and 1.</param>
    /// <returns>Bounds in [0, 1] around the rate's value: the lower is exactly 0 at no event, the upper exactly 1 at nothing but events.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1).</exception>
    /// <remarks>Lower B(a/2; k, n-k+1), upper B(1-a/2; k+1, n-k), B the beta quantile. Clopper and Pearson, Biometrika 26 (1934) 404-413.</remarks>
    public static Interval Interval(Rate rate, double confidence = Wilson.DefaultConfidence)
    {
        Fraction.ThrowUnlessInside(confidence);
        var oneSided = 0.5 + (confidence / 2);
        return new Interval(LowerBound(rate, oneSided), UpperBound(rate, oneSided));
    }

    /// <summary>One-sided: the rate is at most this. What a gate with a ceiling asks.</summary>
    /// <param name="rate">The counts; at zero trials the bound is 1.</param>
    /// <param name="confidence">One-sided level as a fraction, strictly between 0 and 1.</param>
    /// <returns>B(level; k+1, n-k), in [0, 1]; at no event 1 - (1 - level)^(1/n), about 3/n at 0.95; exactly 1 at nothing but events.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1).</exception>
    /// <remarks>Clopper and Pearson (1934); Hanley and Lippman-Hand, JAMA 249 (1983) 1743-1745, for the rule of three.</remarks>
    public static double UpperBound(Rate rate, double confidence = Wilson.DefaultConfidence)
    {
        Fraction.ThrowUnlessInside(confidence);
        var (events, trials) = ((double)rate.Events / rate.Repeats, (double)rate.Trials / rate.Repeats);
        return rate.Events == rate.Trials ? 1 : BetaQuantile.At(confidence, events + 1, trials - events);
    }

    /// <summary>One-sided: the rate is at least this.</summary>
    /// <param name="rate">The counts; at zero trials the bound is 0.</param>
    /// <param name="confidence">One-sided level as a fraction, strictly between 0 and 1.</param>
    /// <returns>B(1 - level; k, n-k+1), in [0, 1]; exactly 0 at no event.</returns>
    /// <inheritdoc cref="UpperBound" path="//exception | //remarks"/>
    public static double LowerBound(Rate rate, double confidence = Wilson.DefaultConfidence)
    {
        Fraction.ThrowUnlessInside(confidence);
        var (events, trials) = ((double)rate.Events / rate.Repeats, (double)rate.Trials / rate.Repeats);
        return rate.Events == 0 ? 0 : BetaQuantile.At(1 - confidence, events, trials - events + 1);
    }
}
