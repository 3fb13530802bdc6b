using MathNet.Numerics;

namespace TnsEval.Statistics;

/// <summary>An interval for a rate that holds at every number of cases at once, so that one may look whenever one likes.</summary>
public static class ConfidenceSequence
{
    /// <summary>The interval after the cases so far.</summary>
    /// <param name="rate">The counts so far; at 0 of 0 the interval is [0, 1].</param>
    /// <param name="confidence">Level as a fraction, strictly between 0 and 1: the chance that all intervals of a run hold the rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1).</exception>
    /// <remarks>
    /// The rates p with (n+1) C(n,k) p^k (1-p)^(n-k) >= 1 - confidence: those that a uniform mixture does not reject. Robbins, Ann. Math. Stat. 41 (1970)
    /// 1397; Howard et al., Ann. Stat. 49 (2021) 1055.
    /// </remarks>
    public static Interval Interval(Rate rate, double confidence = Wilson.DefaultConfidence)
    {
        Fraction.ThrowUnlessInside(confidence);
        if (rate.Value is not { } centre)
        {
            return new Interval(0, 1);
        }

        var (events, others) = (rate.Events, rate.Trials - rate.Events);
        var constant = Math.Log(rate.Trials + 1) + SpecialFunctions.BinomialLn(rate.Trials, events) - Math.Log(1 - confidence);
        return new Interval(events == 0 ? 0 : Boundary(0), others == 0 ? 1 : Boundary(1));

        // Between the estimate, which is never rejected, and an end, which always is: the likelihood falls steadily.
        double Boundary(double end) => Bisection.Boundary(centre, end, p => constant + Times(events, Math.Log(p)) + Times(others, Math.Log(1 - p)) >= 0);

        static double Times(int count, double logarithm) => count == 0 ? 0 : count * logarithm;
    }
}
