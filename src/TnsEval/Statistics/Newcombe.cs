namespace TnsEval.Statistics;

/// <summary>Intervals for the difference of two rates, put together from their Wilson intervals: they stay within [-1, 1] and stay sound at 0 of n.</summary>
public static class Newcombe
{
    /// <summary>For rates of different cases: of two sets, or two parts of one.</summary>
    /// <param name="first">The counts; repeats count together as one trial.</param>
    /// <param name="second">The same.</param>
    /// <param name="confidence">Two-sided level as a fraction, strictly between 0 and 1.</param>
    /// <returns>Bounds of first minus second, in [-1, 1]; null when either has no trials.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1).</exception>
    /// <remarks>d - sqrt((p1-l1)^2 + (u2-p2)^2), d + sqrt((u1-p1)^2 + (p2-l2)^2). Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10.</remarks>
    public static Interval? Independent(Rate first, Rate second, double confidence = Wilson.DefaultConfidence) =>
        Difference(first, second, correlation: 0, confidence);

    /// <summary>For rates of the same cases under two runs.</summary>
    /// <param name="counts">The fourfold counts.</param>
    /// <param name="confidence">Two-sided level as a fraction, strictly between 0 and 1.</param>
    /// <returns>Bounds of first minus second, in [-1, 1], around the difference; null without cases.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1).</exception>
    /// <remarks>
    /// As above with -2 phi (p1-l1)(u2-p2) and -2 phi (u1-p1)(p2-l2) under the roots; phi is the correlation of the two runs, its numerator reduced by
    /// n/2, not below 0, when positive, and 0 where a margin is 0. Newcombe, Statistics in Medicine 17 (1998) 2635-2650, method 10.
    /// </remarks>
    public static Interval? Paired(PairedCounts counts, double confidence = Wilson.DefaultConfidence) =>
        Difference(counts.First, counts.Second, Correlation(counts), confidence);

    private static Interval? Difference(Rate first, Rate second, double correlation, double confidence)
    {
        var ((l1, u1), (l2, u2)) = (Wilson.Interval(first, confidence), Wilson.Interval(second, confidence));
        if (first.Value is not { } p1 || second.Value is not { } p2)
        {
            return null;
        }

        var difference = p1 - p2;
        return new Interval(
            Math.Max(-1, difference - Length(p1 - l1, u2 - p2)),
            Math.Min(1, difference + Length(u1 - p1, p2 - l2)));

        double Length(double one, double other) => Math.Sqrt(Math.Max(0, (one * one) - (2 * correlation * one * other) + (other * other)));
    }

    private static double Correlation(PairedCounts counts)
    {
        double a = counts.Both, b = counts.FirstOnly, c = counts.SecondOnly, d = counts.Neither;
        var margins = (a + b) * (c + d) * (a + c) * (b + d);
        var numerator = (a * d) - (b * c);
        return margins == 0 ? 0 : (numerator > 0 ? Math.Max(0, numerator - ((a + b + c + d) / 2)) : numerator) / Math.Sqrt(margins);
    }
}
