namespace TnsEval.Perturbing;

/// <summary>Vowels as digits in every fourth word: <c>pl34s3</c>.</summary>
internal sealed class Leetspeak() : WordPerturbation("leetspeak", "vowels as digits", share: 0.25)
{
    protected override string? Change(string word, Random random) =>
        word.Replace('a', '4').Replace('e', '3').Replace('i', '1').Replace('o', '0') is var leet && leet != word ? leet : null;
}
