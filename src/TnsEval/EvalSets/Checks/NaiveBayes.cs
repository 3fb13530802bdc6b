namespace TnsEval.EvalSets.Checks;

/// <summary>Multinomial naive Bayes over numbered features with add-one smoothing: which label's tickets a ticket's features are commoner in.</summary>
/// <remarks>
/// McCallum and Nigam, "A comparison of event models for naive Bayes text classification", AAAI-98 workshop on learning for text categorization. The labels'
/// own frequencies are left out: they move all scores alike, and only the order of scores is used.
/// </remarks>
internal sealed class NaiveBayes
{
    private readonly double[] _logRatios;

    private NaiveBayes(double[] logRatios) => _logRatios = logRatios;

    /// <param name="examples">Features of each ticket, repeated as often as they occur, and whether it is labelled escalate.</param>
    /// <param name="featureCount">Features are numbered below this.</param>
    public static NaiveBayes Learn(IEnumerable<(int[] Features, bool IsEscalate)> examples, int featureCount)
    {
        var (escalate, benign) = (new int[featureCount], new int[featureCount]);
        foreach (var (features, isEscalate) in examples)
        {
            var counts = isEscalate ? escalate : benign;
            foreach (var feature in features)
            {
                counts[feature]++;
            }
        }

        var known = escalate.Zip(benign).Count(counts => counts.First + counts.Second > 0);
        var totalRatio = Math.Log((benign.Sum(count => (double)count) + known) / (escalate.Sum(count => (double)count) + known));
        return new NaiveBayes([.. escalate.Zip(benign, (inEscalate, inBenign) =>
            inEscalate + inBenign == 0 ? 0 : Math.Log((inEscalate + 1.0) / (inBenign + 1.0)) + totalRatio)]);
    }

    /// <summary>Above 0 where the features are commoner in escalate tickets; features never learnt count nothing.</summary>
    public double Score(int[] features) => features.Sum(feature => _logRatios[feature]);
}
