namespace TnsEval.Statistics;

/// <summary>How far two raters agree on the same cases beyond chance: two runs, or a run and the labels.</summary>
/// <param name="Observed">The share of cases on which they agree.</param>
/// <param name="Kappa">Cohen's kappa, at most 1; null when both put everything in one category, which leaves nothing to agree on.</param>
/// <param name="KappaError">Its large-sample standard error; null with it.</param>
/// <param name="Ac1">Gwet's AC1, at most 1. Read it beside kappa, which collapses where one category is rare, as alarms are.</param>
public sealed record Agreement(double Observed, double? Kappa, double? KappaError, double Ac1)
{
    /// <summary>The agreement of two raters.</summary>
    /// <param name="counts">Cases by the first rater's category (row) and the second's (column): square, two categories or more, not negative.</param>
    /// <returns>Null without cases.</returns>
    /// <exception cref="ArgumentException">The counts are not square, of one category, or negative.</exception>
    /// <remarks>
    /// kappa = (po - pe)/(1 - pe), pe the sum of products of the margins: Cohen, Educational and Psychological Measurement 20 (1960) 37-46; its error,
    /// Fleiss, Cohen and Everitt, Psychological Bulletin 72 (1969) 323-327. AC1: the same with pe = sum of pi(1-pi)/(q-1) over the q categories, pi the
    /// mean margin: Gwet, British Journal of Mathematical and Statistical Psychology 61 (2008) 29-48.
    /// </remarks>
    public static Agreement? Of(int[,] counts)
    {
        var size = counts.GetLength(0);
        if (size < 2 || counts.GetLength(1) != size || counts.Cast<int>().Any(count => count < 0))
        {
            throw new ArgumentException("must be a square table of at least two categories, without negative counts", nameof(counts));
        }

        double n = counts.Cast<int>().Sum(count => (long)count);
        if (n == 0)
        {
            return null;
        }

        var categories = Enumerable.Range(0, size).ToArray();
        double Share(int row, int column) => counts[row, column] / n;
        double[] rows = [.. categories.Select(row => categories.Sum(column => Share(row, column)))];
        double[] columns = [.. categories.Select(column => categories.Sum(row => Share(row, column)))];
        var observed = categories.Sum(category => Share(category, category));
        var ac1 = BeyondChance(observed, categories.Sum(category => Spread((rows[category] + columns[category]) / 2)) / (size - 1));
        if (rows.Zip(columns).Any(margins => margins is (1, 1)))
        {
            return new Agreement(observed, null, null, ac1);
        }

        var expected = categories.Sum(category => rows[category] * columns[category]);
        var kappa = BeyondChance(observed, expected);
        var agreeing = categories.Sum(one => Share(one, one) * Square(1 - ((rows[one] + columns[one]) * (1 - kappa))));
        var differing = (from row in categories from column in categories where row != column select Share(row, column) * Square(columns[row] + rows[column])).Sum();
        var variance = agreeing + (Square(1 - kappa) * differing) - Square(kappa - (expected * (1 - kappa)));
        return new Agreement(observed, kappa, Math.Sqrt(Math.Max(0, variance) / n) / (1 - expected), ac1);
    }

    private static double BeyondChance(double observed, double expected) => (observed - expected) / (1 - expected);

    private static double Spread(double share) => share * (1 - share);

    private static double Square(double value) => value * value;
}
