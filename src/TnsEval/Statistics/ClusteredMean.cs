namespace TnsEval.Statistics;

/// <summary>
/// A mean over cases that come in groups: twins that share a story, repeats of one ticket. What happens to one of a group tends to happen to the
/// others, so groups, not cases, are what an uncertainty may be counted by.
/// </summary>
/// <param name="Value">The mean; null without cases.</param>
/// <param name="Clusters">How many groups.</param>
/// <param name="NaiveError">The standard error as if each case stood alone: sd/sqrt(n). Null below two cases.</param>
/// <param name="StandardError">The standard error by groups; null below two groups.</param>
public sealed record ClusteredMean(double? Value, int Clusters, double? NaiveError, double? StandardError)
{
    /// <summary>How many times fewer cases there are in effect; null when an error is unknown or the naive one is 0.</summary>
    public double? DesignEffect => NaiveError > 0 && StandardError / NaiveError is { } ratio ? ratio * ratio : null;

    /// <summary>Mean and standard errors of numbers in groups.</summary>
    /// <param name="values">The numbers, each with its group; a paired difference is the mean of the cases' differences.</param>
    /// <remarks>
    /// sqrt(sum over groups of (sum of deviations from the mean)^2)/n, times sqrt(C/(C-1)): Liang and Zeger, Biometrika 73 (1986) 13-22; for
    /// evaluations Miller, arXiv:2411.00640 (2024), appendix A.
    /// </remarks>
    public static ClusteredMean Of<TCluster>(IReadOnlyCollection<(double Value, TCluster Cluster)> values)
        where TCluster : notnull
    {
        if (values.Count == 0)
        {
            return new ClusteredMean(null, 0, null, null);
        }

        double n = values.Count;
        var mean = values.Sum(one => one.Value) / n;
        var naive = n < 2 ? (double?)null : Math.Sqrt(values.Sum(one => Squared(one.Value - mean)) / (n - 1) / n);
        var deviations = new Dictionary<TCluster, double>();
        foreach (var (value, cluster) in values)
        {
            deviations[cluster] = deviations.GetValueOrDefault(cluster) + value - mean;
        }

        double clusters = deviations.Count;
        var error = clusters < 2 ? (double?)null : Math.Sqrt(deviations.Values.Sum(Squared) * clusters / (clusters - 1)) / n;
        return new ClusteredMean(mean, deviations.Count, naive, error);

        static double Squared(double value) => value * value;
    }

    /// <summary>Interval for the mean by groups, wide where groups are few.</summary>
    /// <param name="confidence">Two-sided level as a fraction, strictly between 0 and 1.</param>
    /// <returns>Mean -/+ t times the standard error, t Student's with one degree of freedom less than groups; null below two groups.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1).</exception>
    /// <remarks>Student's t rather than the normal z for few groups: Cameron and Miller, Journal of Human Resources 50 (2015) 317-372.</remarks>
    public Interval? Interval(double confidence = Wilson.DefaultConfidence)
    {
        Fraction.ThrowUnlessInside(confidence);
        return Value is { } mean && StandardError is { } error && BetaQuantile.StudentTwoSided(confidence, Clusters - 1) * error is var half
            ? new Interval(mean - half, mean + half)
            : null;
    }
}
