namespace TnsEval.Statistics;

/// <summary>How right a score's alarms are as its threshold is lowered from the strictest to the loosest.</summary>
public static class AveragePrecision
{
    /// <summary>Average precision: the area under the steps of the precision-recall curve.</summary>
    /// <param name="scores">Scores in any order and on any scale, without NaN, each with whether its case is a positive.</param>
    /// <returns>
    /// A fraction; null without positives. A score that says nothing comes to the share of positives, so sets with another share cannot be compared.
    /// </returns>
    /// <remarks>Sum of (R_i - R_(i-1)) P_i over distinct thresholds, nothing interpolated. Boyd, Eng and Page, ECML (2013).</remarks>
    public static double? Of(IReadOnlyCollection<(double Score, bool IsPositive)> scores)
    {
        var positives = scores.Count(score => score.IsPositive);
        if (positives == 0)
        {
            return null;
        }

        var (area, alarms, hits) = (0.0, 0, 0);
        foreach (var tied in scores.GroupBy(score => score.Score).OrderByDescending(group => group.Key))
        {
            var tiedHits = tied.Count(score => score.IsPositive);
            alarms += tied.Count();
            hits += tiedHits;
            area += (double)tiedHits / positives * hits / alarms;
        }

        return area;
    }
}
