using MathNet.Numerics.Distributions;

namespace TnsEval.Statistics;

/// <summary>Whether two runs differ on the same cases: were they alike, each case on which they differ would fall to either with chance 1/2.</summary>
public static class McNemar
{
    /// <summary>The exact test: never wrong more often than it claims, and thus less often than need be.</summary>
    /// <param name="firstOnly">Cases with the event in the first run alone; not negative.</param>
    /// <param name="secondOnly">Cases with it in the second alone; not negative.</param>
    /// <returns>Two-sided p in (0, 1]; 1 when both counts are equal, so also without any discordant case.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A negative count.</exception>
    /// <remarks>min(1, 2 P(X &lt;= min(b, c))), X binomial(b + c, 1/2). McNemar, Psychometrika 12 (1947) 153-157.</remarks>
    public static double Exact(int firstOnly, int secondOnly)
    {
        var (least, all) = Counts(firstOnly, secondOnly);
        return Math.Min(1, 2 * BinomialTail.AtMost(0.5, all, least));
    }

    /// <summary>The mid-p test, which counts half of what is exactly as extreme: nearly as safe, and finds more. The p beside each comparison.</summary>
    /// <returns>Two-sided p in (0, 1]; 1 without any discordant case, 1 - P(X = b)/2 when both counts are equal.</returns>
    /// <remarks>2 P(X &lt;= min) - P(X = min). Fagerland, Lydersen and Laake, BMC Medical Research Methodology 13 (2013) 91.</remarks>
    /// <inheritdoc cref="Exact" path="//param | //exception"/>
    public static double MidP(int firstOnly, int secondOnly)
    {
        var (least, all) = Counts(firstOnly, secondOnly);
        if (all == 0)
        {
            return 1;
        }

        var asExtreme = Binomial.PMF(0.5, all, least);
        return firstOnly == secondOnly ? 1 - (asExtreme / 2) : (2 * BinomialTail.AtMost(0.5, all, least)) - asExtreme;
    }

    /// <summary>The chance that the mid-p test will find a difference.</summary>
    /// <param name="trials">Cases; not negative.</param>
    /// <param name="firstOnlyRate">The share of cases with the event in the first run alone, in [0, 1].</param>
    /// <param name="secondOnlyRate">In the second alone; both together at most 1.</param>
    /// <param name="alpha">The test finds a difference when p is at most this; strictly between 0 and 1.</param>
    /// <param name="isExact">Whether the test is the exact one.</param>
    /// <returns>A fraction in [0, 1], by enumeration of every result.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number outside its range.</exception>
    /// <remarks>Sum of the trinomial chances of the results with p at most alpha. Duffy, Biometrics 40 (1984) 1005-1015.</remarks>
    public static double Power(int trials, double firstOnlyRate, double secondOnlyRate, double alpha = 0.05, bool isExact = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        Fraction.ThrowUnlessShare(firstOnlyRate);
        Fraction.ThrowUnlessShare(secondOnlyRate);
        var discordantRate = firstOnlyRate + secondOnlyRate;
        Fraction.ThrowUnlessShare(discordantRate);
        Fraction.ThrowUnlessInside(alpha);
        var (power, critical) = (0.0, -1);   // critical: the most that the lesser count may be; it never falls as cases are added
        for (var all = 1; all <= trials && discordantRate > 0; all++)
        {
            while ((critical + 1) * 2 < all && Test(critical + 1, all - critical - 1) <= alpha)
            {
                critical++;
            }

            if (critical >= 0)
            {
                var firstShare = firstOnlyRate / discordantRate;
                var isFound = BinomialTail.AtMost(firstShare, all, critical) + BinomialTail.AtMost(1 - firstShare, all, critical);
                power += Binomial.PMF(discordantRate, trials, all) * isFound;
            }
        }

        return Math.Min(1, power);

        double Test(int least, int most) => isExact ? Exact(least, most) : MidP(least, most);
    }

    private static (int Least, int All) Counts(int firstOnly, int secondOnly)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstOnly);
        ArgumentOutOfRangeException.ThrowIfNegative(secondOnly);
        return (Math.Min(firstOnly, secondOnly), firstOnly + secondOnly);
    }
}
