using MathNet.Numerics.Distributions;

namespace TnsEval.Statistics;

/// <summary>The lower tail of the binomial distribution, certain results included: MathNet.Numerics gives NaN where nothing is drawn.</summary>
internal static class BinomialTail
{
    /// <summary>P(X &lt;= most), X the hits among a number of draws.</summary>
    /// <param name="chance">The chance of a hit, in [0, 1].</param>
    /// <param name="draws">How many draws; not negative.</param>
    /// <param name="most">Any whole number.</param>
    public static double AtMost(double chance, int draws, int most) => most switch
    {
        < 0 => 0,
        _ when most >= draws => 1,
        _ => Binomial.CDF(chance, draws, most),
    };
}
