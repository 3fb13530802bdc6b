namespace TnsEval.Statistics;

/// <summary>Bounds of a rate or difference, as fractions; <see cref="Low"/> is never above <see cref="High"/>.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Whether a value lies in it, bounds included.</summary>
    public bool Contains(double value) => Low <= value && value <= High;
}

/// <summary>The interval beside every rate of this project.</summary>
public static class Wilson
{
    /// <summary>The level where nobody says another.</summary>
    public const double DefaultConfidence = 0.95;

    /// <summary>Wilson score interval for a proportion.</summary>
    /// <param name="rate">The counts; at zero trials nothing is known, and the interval is [0, 1]. Repeats count together as one trial.</param>
    /// <param name="confidence">Two-sided level as a fraction, strictly between 0 and 1.</param>
    /// <returns>Bounds in [0, 1] around the rate's value: the lower is exactly 0 at no event, the upper exactly 1 at nothing but events.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1).</exception>
    /// <remarks>E. B. Wilson, JASA 22 (1927) 209-212; Newcombe, Statistics in Medicine 17 (1998) 857-872, method 3.</remarks>
    public static Interval Interval(Rate rate, double confidence = DefaultConfidence)
    {
        var z = NormalQuantile.TwoSided(confidence);
        if (rate.Value is not { } share)
        {
            return new Interval(0, 1);
        }

        var trials = (double)rate.Trials / rate.Repeats;
        var perTrial = z * z / trials;
        var centre = (share + (perTrial / 2)) / (1 + perTrial);
        var halfWidth = z * Math.Sqrt((share * (1 - share) / trials) + (perTrial / (4 * trials))) / (1 + perTrial);
        return new Interval(
            rate.Events == 0 ? 0 : Math.Max(0, centre - halfWidth),
            rate.Events == rate.Trials ? 1 : Math.Min(1, centre + halfWidth));
    }
}
