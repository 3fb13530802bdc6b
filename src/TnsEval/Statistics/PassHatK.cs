namespace TnsEval.Statistics;

/// <summary>How often a model is right every time it is asked.</summary>
public static class PassHatK
{
    /// <summary>pass^k: the chance that k answers drawn from a case's repeats, none twice, are all right.</summary>
    /// <param name="trials">The case's repeats.</param>
    /// <param name="successes">How many of them are right; 0 to <paramref name="trials"/>.</param>
    /// <param name="k">How many are drawn; at least 1.</param>
    /// <returns>C(successes, k) / C(trials, k), a fraction in [0, 1]; null when there are fewer than k repeats.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count outside its range.</exception>
    /// <remarks>Yao et al., tau-bench, arXiv:2406.12045 (2024).</remarks>
    public static double? Of(int trials, int successes, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (k > trials)
        {
            return null;
        }

        var chance = 1.0;
        for (var drawn = 0; drawn < k; drawn++)
        {
            chance *= Math.Max(0, successes - drawn) / (double)(trials - drawn);
        }

        return chance;
    }
}
