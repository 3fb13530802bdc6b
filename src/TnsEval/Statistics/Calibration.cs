namespace TnsEval.Statistics;

/// <summary>Whether a probability means what it says: of the cases given 0.8, do eight in ten escalate? Here the share of a case's repeats that alarmed.</summary>
public static class Calibration
{
    /// <summary>Brier score: the mean squared distance from what was right.</summary>
    /// <param name="cases">Probabilities in [0, 1], each with whether its case is a positive.</param>
    /// <returns>0 for certainty that is always right, 1 for certainty that never is; null without cases.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A probability outside [0, 1].</exception>
    /// <remarks>Mean of (p - y)^2. Brier, Monthly Weather Review 78 (1950) 1-3.</remarks>
    public static double? Brier(IReadOnlyCollection<(double Probability, bool IsPositive)> cases)
    {
        ThrowUnlessShares(cases);
        return cases.Count == 0 ? null : cases.Average(one => Math.Pow(one.Probability - (one.IsPositive ? 1 : 0), 2));
    }

    /// <summary>Expected calibration error: how far probability and truth lie apart, averaged over the cases of equally wide bins.</summary>
    /// <param name="cases">Probabilities in [0, 1], each with whether its case is a positive.</param>
    /// <param name="bins">How many bins; at least 1.</param>
    /// <returns>A fraction in [0, 1]; null without cases. It depends on the bins: compare runs under the same number only.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A probability outside [0, 1], or no bin.</exception>
    /// <remarks>Sum of n_b/n |mean p - mean y| over the bins. Naeini, Cooper and Hauskrecht, AAAI (2015); Guo et al., ICML (2017).</remarks>
    public static double? ExpectedError(IReadOnlyCollection<(double Probability, bool IsPositive)> cases, int bins = 10) =>
        cases.Count == 0 ? null : Bins(cases, bins).Sum(bin => bin.Count * Math.Abs((bin.MeanProbability - bin.PositiveShare) ?? 0)) / cases.Count;

    /// <summary>The bins of a reliability diagram, (0, 1/bins], (1/bins, 2/bins] and so on; a probability of 0 is in the first.</summary>
    /// <returns>All bins, in ascending order, empty ones too.</returns>
    /// <inheritdoc cref="ExpectedError" path="//param | //exception"/>
    public static IReadOnlyList<CalibrationBin> Bins(IReadOnlyCollection<(double Probability, bool IsPositive)> cases, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ThrowUnlessShares(cases);
        var members = cases.ToLookup(one => Math.Max(0, (int)Math.Ceiling((decimal)one.Probability * bins) - 1));   // decimal: 0.3 of 10 is bin 2
        return
        [
            .. Enumerable.Range(0, bins).Select(bin => members[bin].ToArray()).Select(bin => bin.Length == 0
                ? new CalibrationBin(0, null, null)
                : new CalibrationBin(bin.Length, bin.Average(one => one.Probability), bin.Average(one => one.IsPositive ? 1.0 : 0)))
        ];
    }

    private static void ThrowUnlessShares(IEnumerable<(double Probability, bool IsPositive)> cases)
    {
        foreach (var (probability, _) in cases)
        {
            Fraction.ThrowUnlessShare(probability, nameof(cases));
        }
    }
}

/// <summary>One bar of a reliability diagram.</summary>
/// <param name="Count">Cases in it.</param>
/// <param name="MeanProbability">Their mean probability; null without cases.</param>
/// <param name="PositiveShare">The share of positives among them; null without cases.</param>
public readonly record struct CalibrationBin(int Count, double? MeanProbability, double? PositiveShare);
