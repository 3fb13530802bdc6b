using System.Globalization;

namespace TnsEval.Calls;

/// <summary>What calls cost.</summary>
/// <param name="Calls">How many.</param>
/// <param name="Tokens">Input and output together.</param>
/// <param name="Cost">In the price file's currency; 0 where there is no price.</param>
/// <param name="Estimated">Those of <paramref name="Calls"/> for which the provider named no tokens, so that an estimate stands for them.</param>
public readonly record struct Spend(int Calls, long Tokens, decimal Cost, int Estimated)
{
    /// <summary>Both together.</summary>
    public static Spend operator +(Spend left, Spend right) =>
        new(left.Calls + right.Calls, left.Tokens + right.Tokens, left.Cost + right.Cost, left.Estimated + right.Estimated);

    /// <summary>The left without the right.</summary>
    public static Spend operator -(Spend left, Spend right) =>
        new(left.Calls - right.Calls, left.Tokens - right.Tokens, left.Cost - right.Cost, left.Estimated - right.Estimated);

    /// <summary>An amount with its currency, such as <c>USD 0.0123</c>.</summary>
    public static string Amount(decimal cost, string currency) => string.Create(CultureInfo.InvariantCulture, $"{currency} {cost:0.00##}");
}
