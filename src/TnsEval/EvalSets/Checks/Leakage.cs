using System.Globalization;
using TnsEval.Prompts;
using TnsTriage;

namespace TnsEval.EvalSets.Checks;

/// <summary>
/// Few-shots that say nearly the same as a ticket of an eval set, seen from the prompt: a model could copy the answer. <see cref="SetCheck"/> tells the same of
/// the tickets.
/// </summary>
public static class Leakage
{
    private const int MaxTicketsNamed = 5;

    /// <summary>At most one problem a few-shot, with the likest ticket first.</summary>
    /// <param name="prompts">The versions to check.</param>
    /// <param name="set">Everything that the versions are, or will be, measured on.</param>
    /// <returns>In the order of the versions and their messages.</returns>
    public static IEnumerable<Problem> Check(IReadOnlyList<PromptFile> prompts, EvalSet set)
    {
        var numbers = new WordNumbers();
        var trigrams = new TrigramSets();
        FewShot[] fewShots = [.. prompts.SelectMany(FewShot.Of)];
        int[][] sets =
        [
            .. fewShots.Select(fewShot => trigrams.Of(numbers.Of(fewShot.Text))),
            .. set.Cases.Select(@case => trigrams.Of(numbers.Of(SetCheck.Text(@case)))),
        ];
        return SimilarityJoin.Pairs(sets)
            .Where(pair => pair.First < fewShots.Length && pair.Second >= fewShots.Length)
            .GroupBy(pair => pair.First, pair => (Case: set.Cases[pair.Second - fewShots.Length], pair.Jaccard))
            .OrderBy(group => group.Key)
            .Select(group => Problem(fewShots[group.Key], [.. group.OrderByDescending(like => like.Jaccard).ThenBy(like => like.Case.Id.Value, StringComparer.Ordinal)], set));
    }

    private static Problem Problem(FewShot fewShot, (EvalCase Case, double Jaccard)[] tickets, EvalSet set)
    {
        var named = tickets.Take(MaxTicketsNamed).Select(ticket => string.Create(
            CultureInfo.InvariantCulture, $"ticket \"{ticket.Case.Id}\" at {set.PlaceOf(ticket.Case)} (similarity {ticket.Jaccard:0.00})"));
        var others = tickets.Length > MaxTicketsNamed ? $" and {tickets.Length - MaxTicketsNamed} more" : "";
        return new Problem(
            fewShot.Place,
            $"a few-shot of prompt {fewShot.Version} is a near-duplicate of {string.Join(", ", named)}{others}",
            "Show another ticket in the prompt, or take that one out of the set");
    }
}
