using System.Runtime.InteropServices;
using TnsEval.EvalSets;
using TnsEval.Statistics;

namespace TnsEval.Scoring;

/// <summary>Counts of each case's repeats.</summary>
/// <param name="cases">How many to expect: a dictionary that grows leaves its smaller self behind.</param>
internal sealed class StabilityTally(int cases)
{
    private readonly Dictionary<CaseId, Counts> _cases = new(cases);

    /// <summary>How many different cases were added.</summary>
    public int Cases => _cases.Count;

    /// <param name="id">The case.</param>
    /// <param name="alarm">Whether there was an alarm; null without an assessment.</param>
    /// <param name="isRight">Whether it counts as right; null when it is left out.</param>
    public void Add(CaseId id, bool? alarm, bool? isRight)
    {
        ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_cases, id, out _);
        counts.Alarms += alarm == true ? 1 : 0;
        counts.NoAlarms += alarm == false ? 1 : 0;
        counts.Right += isRight == true ? 1 : 0;
        counts.Counted += isRight is null ? 0 : 1;
    }

    /// <summary>The stability over all cases; null when no case was repeated.</summary>
    public Stability? Over(int repeats)
    {
        if (repeats == 1)
        {
            return null;
        }

        var several = _cases.Values.Where(counts => counts.Alarms + counts.NoAlarms > 1).ToArray();
        return new Stability(
            repeats,
            several.Length == 0 ? null : several.Average(counts => FlipRate.Of(counts.Alarms, counts.NoAlarms)),
            new Rate(several.Count(counts => counts.Alarms == 0 || counts.NoAlarms == 0), several.Length),
            [.. PassHat(repeats)]);
    }

    private IEnumerable<double> PassHat(int repeats) =>
        from k in Enumerable.Range(1, repeats)
        let chances = _cases.Values.Select(counts => PassHatK.Of(counts.Counted, counts.Right, k)).OfType<double>().ToArray()
        where chances.Length > 0
        select SixDecimals.Round(chances.Average());

    private struct Counts
    {
        public int Alarms;
        public int NoAlarms;
        public int Right;
        public int Counted;
    }
}
