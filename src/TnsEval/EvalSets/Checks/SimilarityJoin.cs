namespace TnsEval.EvalSets.Checks;

/// <summary>Two sets that share more than half of what they hold.</summary>
/// <param name="First">Index of one set.</param>
/// <param name="Second">Index of the other, greater than <paramref name="First"/>.</param>
/// <param name="Jaccard">Elements in both over elements in either: above 0.5, at most 1.</param>
internal readonly record struct SimilarPair(int First, int Second, double Jaccard);

/// <summary>Finds all pairs of similar sets without comparing every set with every other; exact.</summary>
/// <remarks>
/// Prefix and size filter of Bayardo, Ma and Srikant, "Scaling up all pairs similarity search", WWW 2007, 131-140, for a Jaccard similarity above one half:
/// such sets x and y have more than |x|/2 and more than |y|/2 elements in common. With all elements in one order, the first common one therefore
/// stands in the first half of both. Only those halves are indexed, and rare elements come first, so that few sets ever meet.
/// </remarks>
internal static class SimilarityJoin
{
    /// <summary>Every pair with a Jaccard similarity above one half, each once, in no promised order but always the same. Empty sets are like nothing.</summary>
    /// <param name="sets">Different elements, numbered from 0 without great gaps.</param>
    public static IEnumerable<SimilarPair> Pairs(IReadOnlyList<int[]> sets)
    {
        var ordered = RarestFirst(sets, out var elementCount);
        var holders = new List<int>?[elementCount];
        var lastMetBy = new int[sets.Count];
        Array.Fill(lastMetBy, -1);
        foreach (var larger in Enumerable.Range(0, sets.Count).OrderBy(index => ordered[index].Length))
        {
            var elements = ordered[larger];
            for (var position = 0; position < (elements.Length + 1) / 2; position++)
            {
                var holdersOfElement = holders[elements[position]] ??= [];
                foreach (var smaller in holdersOfElement)
                {
                    if (lastMetBy[smaller] == larger)
                    {
                        continue;
                    }

                    lastMetBy[smaller] = larger;
                    if (JaccardAboveHalf(elements, ordered[smaller]) is { } jaccard)
                    {
                        yield return new SimilarPair(Math.Min(smaller, larger), Math.Max(smaller, larger), jaccard);
                    }
                }

                holdersOfElement.Add(larger);
            }
        }
    }

    /// <summary>The sets with each element renamed to its rank by how many sets hold it, sorted.</summary>
    private static int[][] RarestFirst(IReadOnlyList<int[]> sets, out int elementCount)
    {
        elementCount = sets.SelectMany(set => set).DefaultIfEmpty(-1).Max() + 1;
        var holders = new int[elementCount];
        foreach (var element in sets.SelectMany(set => set))
        {
            holders[element]++;
        }

        var byRarity = Enumerable.Range(0, elementCount).ToArray();
        Array.Sort((int[])holders.Clone(), byRarity);
        var ranks = new int[elementCount];
        for (var rank = 0; rank < elementCount; rank++)
        {
            ranks[byRarity[rank]] = rank;
        }

        return [.. sets.Select(set => set.Select(element => ranks[element]).Order().ToArray())];
    }

    /// <summary>The similarity of two sorted sets, or null as soon as it cannot be above one half: 3 * common > |x| + |y| is the same, in integers.</summary>
    private static double? JaccardAboveHalf(int[] larger, int[] smaller)
    {
        var needed = ((larger.Length + smaller.Length) / 3) + 1;
        int common = 0, left = 0, right = 0;
        while (left < larger.Length && right < smaller.Length)
        {
            if (common + Math.Min(larger.Length - left, smaller.Length - right) < needed)
            {
                return null;
            }

            var order = larger[left].CompareTo(smaller[right]);
            common += order == 0 ? 1 : 0;
            left += order <= 0 ? 1 : 0;
            right += order >= 0 ? 1 : 0;
        }

        return common >= needed ? (double)common / (larger.Length + smaller.Length - common) : null;
    }
}
