using TnsTriage.Service.Ledger;

namespace TnsTriage.Service.Operations;

/// <summary>How many alarms to expect among assessed tickets, as fractions.</summary>
/// <param name="Low">At the cautious ends of the intervals that were measured.</param>
/// <param name="High">At the other ends.</param>
internal sealed record ExpectedAlarms(double Low, double High)
{
    /// <summary>
    /// From the champion's rates on its gated set, the first of its measurements that has both kinds of tickets; null when the judge is not
    /// the model that was measured, for figures of one model say nothing about another.
    /// </summary>
    public static ExpectedAlarms? Of(ChampionProvenance champion, string model, double baseRate)
    {
        var measured = champion.Measurements.FirstOrDefault(measurement => measurement is { Misses.Trials: > 0, FalseAlarms.Trials: > 0 });
        return measured is null || champion.Model.Name != model ? null : new ExpectedAlarms(
            (baseRate * (1 - measured.Misses.High)) + ((1 - baseRate) * measured.FalseAlarms.Low),
            (baseRate * (1 - measured.Misses.Low)) + ((1 - baseRate) * measured.FalseAlarms.High));
    }
}

/// <summary>
/// Tells whether an alarm rate is still what was measured, at every number of tickets at once, so that one may look whenever one likes.
/// </summary>
internal static class Drift
{
    /// <summary>How strongly the counts speak against every rate that is expected: the natural logarithm of an e-value.</summary>
    /// <remarks>
    /// A uniform mixture over all rates against the expected rate that explains the counts best, (n+1)⁻¹ / (C(n,k) pᵏ (1-p)ⁿ⁻ᵏ): it
    /// reaches log(1/a) by chance at any time with probability a at most. The same law as the harness's ConfidenceSequence: Robbins, Ann.
    /// Math. Stat. 41 (1970) 1397.
    /// </remarks>
    public static double LogEvidence(AlarmCount count, ExpectedAlarms expected)
    {
        var (alarms, others) = (count.Alarms, count.Assessed - count.Alarms);
        if (count.Assessed == 0)
        {
            return 0;
        }

        var nearest = Math.Clamp((double)alarms / count.Assessed, expected.Low, expected.High);
        var likelihood = LogChoose(count.Assessed, Math.Min(alarms, others)) + Times(alarms, Math.Log(nearest)) + Times(others, Math.Log(1 - nearest));
        return -Math.Log(count.Assessed + 1) - likelihood;
    }

    /// <summary>The logarithm of n over k, term by term: exact enough for any month's count, and no table of gamma functions.</summary>
    private static double LogChoose(long n, long k)
    {
        var sum = 0.0;
        for (long index = 1; index <= k; index++)
        {
            sum += Math.Log((double)(n - k + index) / index);
        }

        return sum;
    }

    private static double Times(long count, double logarithm) => count == 0 ? 0 : count * logarithm;
}
