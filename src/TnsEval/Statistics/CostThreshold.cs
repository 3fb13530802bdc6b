namespace TnsEval.Statistics;

/// <summary>Where to set a score's threshold, given what a miss and a false alarm cost and how rare positives are in production.</summary>
/// <param name="Threshold">Alarm at this score and above; null for never.</param>
/// <param name="ExpectedCost">Cost a ticket, in the units of the two costs.</param>
/// <param name="MissRate">Misses among positives there.</param>
/// <param name="FalseAlarmRate">False alarms among negatives there.</param>
public sealed record CostThreshold(double? Threshold, double ExpectedCost, double MissRate, double FalseAlarmRate)
{
    /// <summary>The threshold of least expected cost, among the scores that occur and never alarming.</summary>
    /// <param name="scores">Scores on any scale, without NaN, each with whether its case is a positive.</param>
    /// <param name="missCost">What a miss costs; not negative.</param>
    /// <param name="falseAlarmCost">What a false alarm costs; not negative.</param>
    /// <param name="baseRate">Positives among all tickets of production, in [0, 1].</param>
    /// <returns>Of equal costs the one with fewer misses, then with fewer false alarms. Null when there is no positive or no negative.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A negative cost, or a base rate outside [0, 1].</exception>
    /// <remarks>C(t) = c_miss pi FNR(t) + c_fa (1 - pi) FPR(t). Elkan, IJCAI (2001); Drummond and Holte, Machine Learning 65 (2006) 95-130.</remarks>
    public static CostThreshold? Least(IReadOnlyCollection<(double Score, bool IsPositive)> scores, double missCost, double falseAlarmCost, double baseRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(missCost);
        ArgumentOutOfRangeException.ThrowIfNegative(falseAlarmCost);
        Fraction.ThrowUnlessShare(baseRate);
        double positives = scores.Count(score => score.IsPositive), negatives = scores.Count - positives;
        if (positives == 0 || negatives == 0)
        {
            return null;
        }

        var (hits, falseAlarms) = (0, 0);
        var best = At(null);
        foreach (var tied in scores.GroupBy(score => score.Score).OrderByDescending(group => group.Key))
        {
            hits += tied.Count(score => score.IsPositive);
            falseAlarms += tied.Count(score => !score.IsPositive);
            best = At(tied.Key) is var next && IsBetter(next, best) ? next : best;
        }

        return best;

        CostThreshold At(double? threshold) => new(
            threshold,
            (missCost * baseRate * (1 - (hits / positives))) + (falseAlarmCost * (1 - baseRate) * falseAlarms / negatives),
            1 - (hits / positives),
            falseAlarms / negatives);
    }

    private static bool IsBetter(CostThreshold one, CostThreshold other)
    {
        var rounding = 1e-12 * Math.Max(one.ExpectedCost, other.ExpectedCost);
        return one.ExpectedCost < other.ExpectedCost - rounding
            || (one.ExpectedCost <= other.ExpectedCost + rounding
                && (one.MissRate, one.FalseAlarmRate).CompareTo((other.MissRate, other.FalseAlarmRate)) < 0);
    }
}
