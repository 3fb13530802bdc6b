using System.Globalization;

namespace TnsEval.Statistics;

/// <summary>A p value for people, the same in every output: small ones with more places, none as 0.</summary>
public static class Chance
{
    /// <summary>The number, such as <c>0.012</c>, <c>0.0034</c> or <c>&lt; 0.0001</c>.</summary>
    public static string Number(double p) => p < 0.0001 ? "< 0.0001" : p.ToString(p < 0.01 ? "0.0000" : "0.000", CultureInfo.InvariantCulture);

    /// <summary>Such as <c>p = 0.012</c> or <c>p &lt; 0.0001</c>.</summary>
    public static string Text(double p) => p < 0.0001 ? $"p {Number(p)}" : $"p = {Number(p)}";
}
