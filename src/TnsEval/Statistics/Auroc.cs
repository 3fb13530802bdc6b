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
        long positives = 0, negatives = 0;
        var positivesAbove = 0.0;   // pairs with the positive above the negative, half of the tied ones
        foreach (var tied in scores.OrderBy(score => score.Score).GroupBy(score => score.Score))
        {
            var tiedPositives = tied.LongCount(score => score.IsPositive);
            var tiedNegatives = tied.LongCount() - tiedPositives;
            positivesAbove += tiedPositives * (negatives + (tiedNegatives / 2.0));
            positives += tiedPositives;
            negatives += tiedNegatives;
        }

        return positives == 0 || negatives == 0 ? null : positivesAbove / (positives * (double)negatives);
    }
}
