using MathNet.Numerics;

namespace TnsEval.Statistics;

/// <summary>The score method for a paired difference of rates. Its interval leaves 0 out where McNemar's score test rejects.</summary>
public static class Tango
{
    /// <summary>Score interval for the difference of the rates of the same cases under two runs.</summary>
    /// <param name="counts">The fourfold counts.</param>
    /// <param name="confidence">Two-sided level as a fraction, strictly between 0 and 1.</param>
    /// <returns>Bounds of first minus second, in [-1, 1], around the difference; null without cases.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1).</exception>
    /// <remarks>
    /// The t with |b - c - nt| at most z sqrt(n (2q + t(1-t))), b and c the cases with the event in the first or second run only, and q the likeliest
    /// share of the latter were t the difference. Tango, Statistics in Medicine 17 (1998) 891-908.
    /// </remarks>
    public static Interval? Interval(PairedCounts counts, double confidence = Wilson.DefaultConfidence)
    {
        var z = NormalQuantile.TwoSided(confidence);
        return counts.Difference is { } difference ? new Interval(Boundary(difference, -1), Boundary(difference, 1)) : null;

        double Boundary(double inside, double end) => Bisection.Boundary(inside, end, t => Math.Abs(Score(counts, t)) <= z);
    }

    /// <summary>
    /// Whether a run is not worse than a baseline by as much as a margin: the chance of a result at least as good, were it exactly that much worse.
    /// </summary>
    /// <param name="counts">What is right, say: first the candidate's, second the baseline's. An event is good.</param>
    /// <param name="margin">How much worse would be too much, as a fraction in [0, 1).</param>
    /// <returns>One-sided p in [0, 1]: small means not worse by the margin. Null without cases, or where nothing can vary (margin 0, no discordant case).</returns>
    /// <exception cref="ArgumentOutOfRangeException">A margin outside [0, 1).</exception>
    /// <remarks>1 - Phi(z), z = (b - c + n m) / sqrt(n (2q - m(1+m))), q as above at t = -m. Tango (1998).</remarks>
    public static double? NonInferiority(PairedCounts counts, double margin)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(margin, 1);
        return Score(counts, -margin) is var z && double.IsNaN(z) ? null : SpecialFunctions.Erfc(z / Math.Sqrt(2)) / 2;
    }

    /// <summary>How many standard errors the difference is above t, the errors being those under t; NaN for 0 of 0.</summary>
    private static double Score(PairedCounts counts, double t)
    {
        double n = counts.Trials, b = counts.FirstOnly, c = counts.SecondOnly;
        var variance = n * ((2 * SecondOnly(n, b, c, t)) + (t * (1 - t)));
        return (b - c - (n * t)) / Math.Sqrt(Math.Max(0, variance));
    }

    /// <summary>The share of cases with the event in the second run only that is likeliest where the difference is t.</summary>
    private static double SecondOnly(double n, double b, double c, double t)
    {
        var linear = ((2 * n) - b + c) * t - b - c;
        var constant = -c * t * (1 - t);
        var root = Math.Sqrt(Math.Max(0, (linear * linear) - (8 * n * constant)));
        return linear > 0 ? -2 * constant / (linear + root) : (root - linear) / (4 * n);   // both are the greater root; neither subtracts like from like
    }
}
