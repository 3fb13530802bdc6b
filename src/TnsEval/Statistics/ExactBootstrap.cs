using MathNet.Numerics.Distributions;

namespace TnsEval.Statistics;

/// <summary>
/// The paired bootstrap without drawing: what resampling the cases for ever would come to, so that two machines agree and no seed can be shopped for.
/// </summary>
/// <param name="Interval">Percentile interval of first minus second, in [-1, 1].</param>
/// <param name="StandardError">Standard deviation of the resampled difference.</param>
/// <param name="AtOrBelowZero">The share of resamples in which the first is not above the second.</param>
public sealed record ExactBootstrap(Interval Interval, double StandardError, double AtOrBelowZero)
{
    private const double NoChance = 1e-18;

    /// <summary>Resamples the difference of the rates of the same cases under two runs.</summary>
    /// <param name="counts">The fourfold counts.</param>
    /// <param name="confidence">Two-sided level as a fraction, strictly between 0 and 1.</param>
    /// <returns>Null without cases. Without discordant cases the interval is [0, 0]: read Newcombe's there.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1).</exception>
    /// <remarks>
    /// The sum of n draws of +1 (chance b/n), -1 (c/n) and 0, over n; its exact nearest-rank percentiles. Efron and Tibshirani, An Introduction to the
    /// Bootstrap (1993), chapters 6 and 13.
    /// </remarks>
    public static ExactBootstrap? Of(PairedCounts counts, double confidence = Wilson.DefaultConfidence)
    {
        Fraction.ThrowUnlessInside(confidence);
        if (counts.Difference is not { } difference)
        {
            return null;
        }

        double n = counts.Trials;
        var discordant = Enumerable.Range(0, counts.Trials + 1)
            .Select(drawn => (Drawn: drawn, Chance: Binomial.PMF(counts.Discordant / n, counts.Trials, drawn)))
            .Where(one => one.Chance > NoChance)
            .ToArray();
        var firstShare = counts.Discordant == 0 ? 0 : (double)counts.FirstOnly / counts.Discordant;
        return new ExactBootstrap(
            new Interval(Percentile((1 - confidence) / 2), Percentile((1 + confidence) / 2)),
            Math.Sqrt(Math.Max(0, (counts.Discordant / n) - (difference * difference)) / n),
            AtMost(0));

        double Percentile(double share) => (Bisection.Least(sum => AtMost((int)sum - counts.Trials - 1) >= share) - counts.Trials - 1) / n;

        // Of m discordant draws at most (m + sum)/2 may be the first's.
        double AtMost(int sum) => Math.Min(1, discordant.Sum(one => one.Chance * BinomialTail.AtMost(firstShare, one.Drawn, (int)Math.Floor((one.Drawn + sum) / 2.0))));
    }
}
