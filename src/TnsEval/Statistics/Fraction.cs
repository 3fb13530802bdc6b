using System.Runtime.CompilerServices;

namespace TnsEval.Statistics;

/// <summary>Guards for numbers that must be fractions: 0.95, never 95.</summary>
internal static class Fraction
{
    /// <summary>For levels and powers.</summary>
    public static void ThrowUnlessInside(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (value is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "must lie strictly between 0 and 1");
        }
    }

    /// <summary>For rates and shares.</summary>
    public static void ThrowUnlessShare(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (value is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "must lie in [0, 1]");
        }
    }
}
