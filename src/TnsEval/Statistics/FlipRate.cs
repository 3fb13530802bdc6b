namespace TnsEval.Statistics;

/// <summary>How often a model contradicts itself.</summary>
public static class FlipRate
{
    /// <summary>The chance that two of one case's repeats, drawn at random, differ.</summary>
    /// <param name="counts">How often each answer was given; at least two in all. Repeats without an answer are left out.</param>
    /// <returns>A fraction in [0, 1]: 0 when all agree.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two answers.</exception>
    /// <remarks>The Gini-Simpson index in its unbiased form: 1 - sum of m(m-1) over n(n-1). E. H. Simpson, Nature 163 (1949) 688.</remarks>
    public static double Of(params ReadOnlySpan<int> counts)
    {
        long all = 0, agreeing = 0;
        foreach (var count in counts)
        {
            all += count;
            agreeing += (long)count * (count - 1);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(all, 2, nameof(counts));
        return 1 - ((double)agreeing / (all * (all - 1)));
    }
}
