namespace TnsEval.Statistics;

/// <summary>How well a score tells two kinds of case apart, whatever threshold one would choose.</summary>
public static class Auroc
{
    /// <summary>Area under the ROC curve: the chance that a positive drawn at random scores above a negative drawn at random, a tie counting half.</summary>
    /// <param name="scores">Scores in any order and on any scale, without NaN, each with whether its case is a positive.</param>
    /// <returns>A fraction, 0.5 for a score that says nothing; null when there is no positive or no negative.</returns>
    /// <remarks>The Mann-Whitney statistic over its greatest value: Hanley and McNeil, Radiology 143 (1982) 29-36.</remarks>
    public static double? Of(IReadOnlyCollection<(double Score, bool IsPositive)> scores)
    {
        var (positives, negatives) = Placements(scores);
        return positives.Count == 0 || negatives.Count == 0 ? null : positives.Average();
    }

    /// <summary>DeLong's standard error of the area.</summary>
    /// <param name="scores">As above.</param>
    /// <returns>0 or more; null with fewer than two positives or two negatives. An area of 0 or 1 has an error of 0: too sure by far on few cases.</returns>
    /// <remarks>sqrt(S10/m + S01/n), the variances of each case's own share of the pairs it wins. DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837-845.</remarks>
    public static double? StandardError(IReadOnlyCollection<(double Score, bool IsPositive)> scores)
    {
        var (positives, negatives) = Placements(scores);
        return positives.Count < 2 || negatives.Count < 2 ? null : Math.Sqrt((Variance(positives) / positives.Count) + (Variance(negatives) / negatives.Count));
    }

    /// <summary>For each positive the share of negatives below it, for each negative the share of positives above it; ties count half.</summary>
    private static (IReadOnlyList<double> Positives, IReadOnlyList<double> Negatives) Placements(IReadOnlyCollection<(double Score, bool IsPositive)> scores)
    {
        double allPositives = scores.Count(score => score.IsPositive), allNegatives = scores.Count - allPositives;
        var (positives, negatives) = (new List<double>(), new List<double>());
        foreach (var tied in scores.GroupBy(score => score.Score).OrderBy(group => group.Key))
        {
            var (below, seen) = (negatives.Count, positives.Count);
            var tiedPositives = tied.Count(score => score.IsPositive);
            var tiedNegatives = tied.Count() - tiedPositives;
            positives.AddRange(Enumerable.Repeat((below + (tiedNegatives / 2.0)) / allNegatives, tiedPositives));
            negatives.AddRange(Enumerable.Repeat((allPositives - seen - (tiedPositives / 2.0)) / allPositives, tiedNegatives));
        }

        return (positives, negatives);
    }

    private static double Variance(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
    }
}
