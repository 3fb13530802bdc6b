using MathNet.Numerics;

namespace TnsEval.Statistics;

/// <summary>
/// Evidence about a rate that may be looked at after every case. Stop when it reaches 1/alpha: the chance of ever doing so wrongly is at most alpha, however
/// often one looks (Ville's inequality).
/// </summary>
public static class EValue
{
    /// <summary>The natural logarithm of the evidence that a rate is above a limit, against its being at most the limit.</summary>
    /// <param name="rate">The counts so far; may be 0 of 0, whose evidence is 1.</param>
    /// <param name="limit">A fraction strictly between 0 and 1, chosen before the first case.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit outside (0, 1).</exception>
    /// <remarks>
    /// Likelihood of the counts under a uniform mixture of the rates above the limit, over that under the limit itself. Valid for every rate up to the
    /// limit, because the likelihood ratio is monotone in it. Robbins, Ann. Math. Stat. 41 (1970) 1397; Ramdas et al., Stat. Sci. 38 (2023) 576.
    /// </remarks>
    public static double LogAbove(Rate rate, double limit)
    {
        Fraction.ThrowUnlessInside(limit);
        return Log(rate.Events, rate.Trials - rate.Events, limit);
    }

    /// <summary>The natural logarithm of the evidence that a rate is below a limit, against its being at least the limit.</summary>
    /// <inheritdoc cref="LogAbove"/>
    public static double LogBelow(Rate rate, double limit)
    {
        Fraction.ThrowUnlessInside(limit);
        return Log(rate.Trials - rate.Events, rate.Events, 1 - limit);
    }

    /// <summary>The natural logarithm of the evidence that two runs differ on the same cases, against their being alike.</summary>
    /// <param name="firstOnly">Cases so far with the event in the first run alone; not negative.</param>
    /// <param name="secondOnly">Cases so far with it in the second alone; not negative.</param>
    /// <returns>0 without discordant cases; below 0 where the counts speak for the runs being alike.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A negative count.</exception>
    /// <remarks>ln of 2^(b+c) b! c!/(b+c+1)!: a uniform mixture against a fair coin. Robbins (1970); Lindon and Malek, NeurIPS (2022).</remarks>
    public static double LogPaired(int firstOnly, int secondOnly)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstOnly);
        ArgumentOutOfRangeException.ThrowIfNegative(secondOnly);
        return ((firstOnly + secondOnly) * Constants.Ln2) + SpecialFunctions.BetaLn(1 + firstOnly, 1 + secondOnly);
    }

    private static double Log(int successes, int failures, double limit) =>
        SpecialFunctions.BetaLn(1 + successes, 1 + failures)
        + LogBetaTail(1 + successes, 1 + failures, limit)
        - Math.Log(1 - limit)
        - (successes * Math.Log(limit))
        - (failures * Math.Log(1 - limit));

    /// <summary>The logarithm of the chance that a Beta(a, b) variable is above x.</summary>
    /// <remarks>Far out in the tail the chance is no double any more; its leading term is exact enough there.</remarks>
    private static double LogBetaTail(double a, double b, double x)
    {
        var tail = SpecialFunctions.BetaRegularized(b, a, 1 - x);
        return tail > 1e-290
            ? Math.Log(tail)
            : ((a - 1) * Math.Log(x)) + (b * Math.Log(1 - x)) - Math.Log(b) - SpecialFunctions.BetaLn(a, b);
    }
}
