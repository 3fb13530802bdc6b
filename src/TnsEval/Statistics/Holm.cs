namespace TnsEval.Statistics;

/// <summary>p values of several tests at once. Of twenty categories one will look changed by chance; these say how surprising the whole table is.</summary>
public static class Holm
{
    /// <summary>Step-down adjustment: the chance of even one wrong finding stays below the level, however the tests hang together.</summary>
    /// <param name="probabilities">The p values of all tests that were made, each in [0, 1].</param>
    /// <returns>Adjusted p values in the same order: none is below the one it comes from, none above 1, and their order is kept.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A p value outside [0, 1].</exception>
    /// <remarks>The greatest of min(1, (m - j + 1) p_(j)) over j up to i, p in ascending order. Holm, Scandinavian Journal of Statistics 6 (1979) 65-70.</remarks>
    public static IReadOnlyList<double> Adjust(IReadOnlyList<double> probabilities)
    {
        var adjusted = new double[probabilities.Count];
        var (greatest, remaining) = (0.0, probabilities.Count);
        foreach (var (index, probability) in probabilities.Index().OrderBy(one => one.Item))
        {
            Fraction.ThrowUnlessShare(probability, nameof(probabilities));
            greatest = Math.Max(greatest, Math.Min(1, remaining * probability));
            adjusted[index] = greatest;
            remaining--;
        }

        return adjusted;
    }
}
