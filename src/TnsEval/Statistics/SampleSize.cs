namespace TnsEval.Statistics;

/// <summary>How many cases it takes: for an interval as narrow as wanted, or for a difference to show.</summary>
public static class SampleSize
{
    /// <summary>Cases that make a rate's Wilson interval as narrow as wanted.</summary>
    /// <param name="rate">The rate that is expected, in [0, 1].</param>
    /// <param name="halfWidth">Half the width of the interval, strictly between 0 and 1.</param>
    /// <param name="confidence">Two-sided level as a fraction, strictly between 0 and 1.</param>
    /// <returns>The least n of at least 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number outside its range.</exception>
    /// <remarks>Least n with z/(1 + z^2/n) sqrt(p(1-p)/n + z^2/4n^2) at most h: Wilson's interval, turned round.</remarks>
    public static long ForHalfWidth(double rate, double halfWidth, double confidence = Wilson.DefaultConfidence)
    {
        Fraction.ThrowUnlessShare(rate);
        Fraction.ThrowUnlessInside(halfWidth);
        var z = NormalQuantile.TwoSided(confidence);
        return Bisection.Least(n => z / (1 + (z * z / n)) * Math.Sqrt((rate * (1 - rate) / n) + (z * z / (4.0 * n * n))) <= halfWidth);
    }

    /// <summary>Cases that, without a single event among them, bound the event's rate.</summary>
    /// <param name="limit">The rate to stay below, strictly between 0 and 1.</param>
    /// <param name="confidence">One-sided level as a fraction, strictly between 0 and 1.</param>
    /// <returns>The least n of at least 1: about 3/limit at 0.95.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number outside its range.</exception>
    /// <remarks>Least n with (1 - limit)^n at most 1 - confidence. Hanley and Lippman-Hand, JAMA 249 (1983) 1743-1745.</remarks>
    public static long WithoutEvents(double limit, double confidence = Wilson.DefaultConfidence)
    {
        Fraction.ThrowUnlessInside(limit);
        Fraction.ThrowUnlessInside(confidence);
        return Bisection.Least(n => Math.Pow(1 - limit, n) <= 1 - confidence);
    }

    /// <summary>Cases in all that two runs must share for McNemar's test to find a difference.</summary>
    /// <param name="discordantRate">The share of cases on which the runs differ, in (0, 1].</param>
    /// <param name="difference">The difference of the rates; not 0, and in absolute value at most <paramref name="discordantRate"/>.</param>
    /// <param name="alpha">Two-sided level of the test, strictly between 0 and 1.</param>
    /// <param name="power">The chance to find it, strictly between 0 and 1.</param>
    /// <returns>n, rounded up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number outside its range.</exception>
    /// <remarks>(z_(1-a/2) sqrt(psi) + z_power sqrt(psi - d^2))^2 / d^2. Connor, Biometrics 43 (1987) 207-211; Miettinen, Biometrics 24 (1968) 339-352.</remarks>
    public static long ForMcNemar(double discordantRate, double difference, double alpha = 0.05, double power = 0.8)
    {
        Fraction.ThrowUnlessShare(discordantRate);
        ArgumentOutOfRangeException.ThrowIfZero(difference);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(difference), discordantRate, nameof(difference));
        var (z, zPower) = Quantiles(alpha, power);
        var squared = difference * difference;
        return Ceiling(Square((z * Math.Sqrt(discordantRate)) + (zPower * Math.Sqrt(discordantRate - squared))) / squared);
    }

    /// <summary>Cases in each of two groups of different cases for a difference of their rates to be found.</summary>
    /// <param name="first">The one rate, in [0, 1].</param>
    /// <param name="second">The other; not the same.</param>
    /// <param name="alpha">Two-sided level of the test, strictly between 0 and 1.</param>
    /// <param name="power">The chance to find it, strictly between 0 and 1.</param>
    /// <returns>n a group, rounded up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number outside its range.</exception>
    /// <remarks>(z_(1-a/2) sqrt(2 p q) + z_power sqrt(p1 q1 + p2 q2))^2 / (p1-p2)^2, p the mean. Fleiss, Statistical Methods for Rates and Proportions (1981), chapter 3.</remarks>
    public static long ForTwoRates(double first, double second, double alpha = 0.05, double power = 0.8)
    {
        Fraction.ThrowUnlessShare(first);
        Fraction.ThrowUnlessShare(second);
        ArgumentOutOfRangeException.ThrowIfEqual(second, first);
        var (z, zPower) = Quantiles(alpha, power);
        var mean = (first + second) / 2;
        return Ceiling(Square((z * Math.Sqrt(2 * mean * (1 - mean))) + (zPower * Math.Sqrt((first * (1 - first)) + (second * (1 - second))))) / Square(first - second));
    }

    private static (double Test, double Power) Quantiles(double alpha, double power)
    {
        Fraction.ThrowUnlessInside(alpha);
        Fraction.ThrowUnlessInside(power);
        return (NormalQuantile.At(1 - (alpha / 2)), NormalQuantile.At(power));
    }

    private static double Square(double value) => value * value;

    /// <summary>Rounds up, but not for a rounding error above a whole number.</summary>
    private static long Ceiling(double value) => checked((long)Math.Ceiling(value * (1 - 1e-12)));
}
