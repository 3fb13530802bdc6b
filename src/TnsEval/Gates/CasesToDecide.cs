using TnsEval.Statistics;

namespace TnsEval.Gates;

/// <summary>How many cases it takes until a rule can say yes or no.</summary>
internal static class CasesToDecide
{
    /// <summary>Nobody labels more; a figure that needs more is at its limit.</summary>
    public const int Most = 100_000;

    /// <summary>The least number of cases that decides; null when <see cref="Most"/> do not.</summary>
    /// <param name="least">Fewer do not count, whatever they say.</param>
    /// <param name="decides">Whether so many cases decide; once they do, more do too.</param>
    public static int? From(int least, Func<int, bool> decides)
    {
        var found = Bisection.Least(cases => cases > Most || (cases >= least && decides((int)cases)));
        return found > Most ? null : (int)found;
    }
}
