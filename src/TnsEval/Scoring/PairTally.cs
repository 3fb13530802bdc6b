using System.Runtime.InteropServices;
using TnsEval.EvalSets;
using TnsEval.Statistics;

namespace TnsEval.Scoring;

/// <summary>Which twins were right, kept until both are known.</summary>
internal sealed class PairTally
{
    private readonly Dictionary<CaseId, (CaseId Pair, bool IsRight)> _twins = [];

    /// <summary>Both twins right, among pairs whose twins were both added.</summary>
    public Rate BothRight
    {
        get
        {
            int pairs = 0, right = 0;
            foreach (var (id, (pair, isRight)) in _twins)
            {
                // Each pair once, from the twin whose id comes first.
                if (string.CompareOrdinal(id.Value, pair.Value) < 0 && _twins.TryGetValue(pair, out var twin) && twin.Pair == id)
                {
                    pairs++;
                    right += isRight && twin.IsRight ? 1 : 0;
                }
            }

            return new Rate(right, pairs);
        }
    }

    /// <summary>Adds a twin. One that is added again, by a repeat, is right only when it was so each time.</summary>
    public void Add(CaseId id, CaseId pair, bool isRight)
    {
        ref var twin = ref CollectionsMarshal.GetValueRefOrAddDefault(_twins, id, out var isRepeat);
        twin = (pair, isRight && (!isRepeat || twin.IsRight));
    }
}
