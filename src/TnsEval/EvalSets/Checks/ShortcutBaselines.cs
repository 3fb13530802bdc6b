using System.Globalization;
using TnsEval.Statistics;
using TnsTriage;

namespace TnsEval.EvalSets.Checks;

/// <summary>
/// How well labels can be guessed without understanding: a set where that works rewards models for the wrong thing. Each number is an area under the ROC curve,
/// 0.5 for a guess that is worth nothing; null when there are too few tickets of a label to say.
/// </summary>
/// <param name="Length">From how many words a ticket has.</param>
/// <param name="Words">From which words it has, whatever their order.</param>
public sealed record ShortcutBaselines(double? Length, double? Words)
{
    /// <summary>Fewer tickets of a label than this give no figure: it would be noise.</summary>
    public const int MinTicketsPerLabel = 20;

    /// <summary>A warning is due above this, and below its complement: a shortcut that is always wrong is one too.</summary>
    public const double Limit = 0.70;

    private const int Folds = 5;

    /// <summary>Lengths that differ by less than a fifth or so count as the same: this many classes each time the length doubles.</summary>
    private const int LengthClassesPerDoubling = 4;

    /// <summary>
    /// Both figures, cross-validated in five folds by hash, twins in one fold; naive Bayes learns from four folds and is scored on the fifth. The mean of the
    /// folds' areas is given, not the area of all scores together: scores of different models do not compare (Forman and Scholz, SIGKDD Explorations 12
    /// (2010) 49-57).
    /// </summary>
    internal static ShortcutBaselines Of(EvalSet set, IReadOnlyList<int[]> caseWords, int wordCount)
    {
        if (set.Cases.CountBy(@case => @case.Label.Kind).Count(label => label.Value >= MinTicketsPerLabel) < 2)
        {
            return new ShortcutBaselines(Length: null, Words: null);
        }

        int[][] lengths = [.. caseWords.Select(words => new[] { LengthClass(words.Length) })];
        return new ShortcutBaselines(
            CrossValidated(set.Cases, lengths, lengths.Max(length => length[0]) + 1),
            CrossValidated(set.Cases, caseWords, wordCount));
    }

    internal IEnumerable<Problem> Warnings(string where)
    {
        foreach (var (name, area) in new[] { ("length alone", Length), ("a bag of words", Words) })
        {
            if (area is > Limit or < 1 - Limit)
            {
                yield return new Problem(
                    where,
                    string.Create(CultureInfo.InvariantCulture, $"{name} tells the labels apart (AUROC {area:0.00}, outside {1 - Limit:0.00} to {Limit:0.00})"),
                    "Match lengths and words across the labels: add twins and hard negatives");
            }
        }
    }

    private static double? CrossValidated(IReadOnlyList<EvalCase> cases, IReadOnlyList<int[]> features, int featureCount)
    {
        var folds = cases
            .Zip(features, (@case, ofCase) => (Fold: EvalSet.Rank(@case, seed: 0) % Folds, Example: (ofCase, @case.Label.IsEscalate)))
            .ToLookup(entry => entry.Fold, entry => entry.Example);
        return folds
            .OrderBy(fold => fold.Key)
            .Select(fold =>
            {
                var model = NaiveBayes.Learn(folds.Where(other => other.Key != fold.Key).SelectMany(other => other), featureCount);
                return Auroc.Of([.. fold.Select(example => (model.Score(example.ofCase), example.IsEscalate))]);
            })
            .Average();
    }

    private static int LengthClass(int words) => (int)(LengthClassesPerDoubling * Math.Log2(words + 1));
}
