namespace TnsEval.Perturbing;

/// <summary>A ticket that shouts: all its words in capitals, but for those that may carry a fact.</summary>
internal sealed class LetterCase() : WordPerturbation("case", "words in capitals", share: 1)
{
    protected override string? Change(string word, Random random) => word.ToUpperInvariant() is var upper && upper != word ? upper : null;
}
