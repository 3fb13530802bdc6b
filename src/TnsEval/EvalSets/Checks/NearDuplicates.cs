using System.Globalization;
using TnsTriage;

namespace TnsEval.EvalSets.Checks;

/// <summary>
/// Tickets that say nearly the same as another ticket or as a prompt's few-shot: word-trigram Jaccard similarity above one half. The first make a set look larger
/// than it is; the second (leakage) let a model copy its answer from the prompt. Twins are alike on purpose.
/// </summary>
internal static class NearDuplicates
{
    /// <summary>At most two problems a case: its likest earlier ticket and its likest few-shot, with how many more there are.</summary>
    /// <param name="set">The cases.</param>
    /// <param name="caseWords">The words of each case, in the set's order.</param>
    /// <param name="fewShots">The tickets that prompts show.</param>
    /// <param name="numbers">What numbered the words.</param>
    public static IEnumerable<Problem> Check(
        EvalSet set, IReadOnlyList<int[]> caseWords, IReadOnlyList<FewShot> fewShots, WordNumbers numbers)
    {
        var cases = set.Cases;
        var trigrams = new TrigramSets();
        int[][] sets = [.. caseWords.Select(words => trigrams.Of(words)), .. fewShots.Select(fewShot => trigrams.Of(numbers.Of(fewShot.Text)))];
        var tickets = new SortedDictionary<int, Likest>();
        var leaks = new SortedDictionary<int, Likest>();
        foreach (var (first, second, jaccard) in SimilarityJoin.Pairs(sets))
        {
            if (second >= cases.Count)
            {
                if (first < cases.Count)
                {
                    Keep(leaks, first, second - cases.Count, jaccard);
                }
            }
            else if (cases[first].Pair != cases[second].Id)
            {
                Keep(tickets, second, first, jaccard);
            }
        }

        foreach (var (index, likest) in tickets)
        {
            var other = cases[likest.Other];
            yield return Problem(
                index, likest, $"\"{other.Id}\" at {set.PlaceOf(other)}", "Rewrite or drop one of them, or pair them if they are twins");
        }

        foreach (var (index, likest) in leaks)
        {
            var fewShot = fewShots[likest.Other];
            yield return Problem(
                index, likest, $"a few-shot of prompt {fewShot.Version} at {fewShot.Place}", "Rewrite the ticket, or show another one in the prompt");
        }

        Problem Problem(int index, Likest likest, string other, string fix) => new(
            set.PlaceOf(cases[index]),
            string.Create(
                CultureInfo.InvariantCulture,
                $"ticket \"{cases[index].Id}\" is a near-duplicate of {other} (similarity {likest.Jaccard:0.00}{(likest.Count > 1 ? $", the highest of {likest.Count}" : "")})"),
            fix);
    }

    private static void Keep(SortedDictionary<int, Likest> likest, int index, int other, double jaccard)
    {
        var found = likest.GetValueOrDefault(index);
        var isBetter = found.Count == 0 || jaccard > found.Jaccard || (jaccard == found.Jaccard && other < found.Other);
        likest[index] = isBetter ? new Likest(other, jaccard, found.Count + 1) : found with { Count = found.Count + 1 };
    }

    private readonly record struct Likest(int Other, double Jaccard, int Count);
}
