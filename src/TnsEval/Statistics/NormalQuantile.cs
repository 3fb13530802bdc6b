using MathNet.Numerics.Distributions;

namespace TnsEval.Statistics;

/// <summary>Quantiles of the standard normal distribution.</summary>
public static class NormalQuantile
{
    /// <summary>The z below which a share of the distribution lies.</summary>
    /// <param name="probability">A fraction strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not strictly between 0 and 1.</exception>
    public static double At(double probability) => probability is > 0 and < 1
        ? Normal.InvCDF(mean: 0, stddev: 1, probability)
        : throw new ArgumentOutOfRangeException(nameof(probability), probability, "must lie strictly between 0 and 1");

    /// <summary>The z of a two-sided confidence level: 1.96 for 0.95.</summary>
    /// <param name="confidence">A fraction strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not strictly between 0 and 1.</exception>
    public static double TwoSided(double confidence) => confidence is > 0 and < 1
        ? At(0.5 + (confidence / 2))
        : throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "must lie strictly between 0 and 1");
}
