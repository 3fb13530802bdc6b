using MathNet.Numerics;

namespace TnsEval.Statistics;

/// <summary>Quantiles of the beta distribution and, through it, of Student's t.</summary>
/// <remarks>MathNet.Numerics has both, up to 3e-8 off where we are asked for 1e-9 (docs/statistics.md): its incomplete beta function is bisected instead.</remarks>
internal static class BetaQuantile
{
    /// <summary>The x with I_x(a, b) = p.</summary>
    /// <param name="probability">A fraction in [0, 1].</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    public static double At(double probability, double a, double b) => probability switch
    {
        <= 0 => 0,
        >= 1 => 1,
        _ => Bisection.Boundary(0, 1, x => SpecialFunctions.BetaRegularized(a, b, x) <= probability),
    };

    /// <summary>The t that Student's distribution does not exceed in absolute value with a chance of <paramref name="confidence"/>.</summary>
    /// <param name="confidence">A fraction strictly between 0 and 1.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    /// <remarks>P(|T| &lt;= t) = I_y(1/2, df/2) with y = t^2/(df + t^2): Abramowitz and Stegun, 26.7.</remarks>
    public static double StudentTwoSided(double confidence, double degreesOfFreedom)
    {
        Fraction.ThrowUnlessInside(confidence);
        var y = At(confidence, 0.5, degreesOfFreedom / 2);
        return Math.Sqrt(degreesOfFreedom * y / (1 - y));
    }
}
