namespace TnsEval.Statistics;

/// <summary>How far any number of ratings of the same cases agree beyond chance, with ratings missing here and there: the repeats of a run.</summary>
public static class KrippendorffAlpha
{
    /// <summary>Nominal alpha: answers are the same or not.</summary>
    /// <param name="counts">For each case, how often each answer was given, in one order of answers; cases with fewer than two answers say nothing.</param>
    /// <returns>At most 1: 0 is chance, below 0 worse. 1 when only one answer was ever given; null when no case has two answers.</returns>
    /// <exception cref="ArgumentException">The cases do not have equally many kinds of answer.</exception>
    /// <remarks>1 - observed over expected disagreement, from the coincidence matrix. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).</remarks>
    public static double? Nominal(IEnumerable<IReadOnlyList<int>> counts)
    {
        long[]? answers = null;
        var agreeing = 0.0;
        foreach (var unit in counts)
        {
            answers ??= new long[unit.Count];
            if (unit.Count != answers.Length)
            {
                throw new ArgumentException("must count the same answers for each case", nameof(counts));
            }

            var given = unit.Sum(count => (long)count);
            if (given < 2)
            {
                continue;
            }

            for (var answer = 0; answer < answers.Length; answer++)
            {
                answers[answer] += unit[answer];
                agreeing += unit[answer] * (unit[answer] - 1.0) / (given - 1);
            }
        }

        double all = answers?.Sum() ?? 0;
        if (all == 0)
        {
            return null;
        }

        var expected = 1 - answers!.Sum(count => count * (count - 1.0) / (all * (all - 1)));
        return expected == 0 ? 1 : 1 - ((1 - (agreeing / all)) / expected);
    }
}
