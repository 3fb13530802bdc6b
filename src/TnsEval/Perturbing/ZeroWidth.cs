namespace TnsEval.Perturbing;

/// <summary>A character that is not seen inside every fourth word.</summary>
internal sealed class ZeroWidth() : WordPerturbation("zero_width", "invisible characters inside words", share: 0.25)
{
    /// <summary>Zero-width space, word joiner, zero-width no-break space, soft hyphen.</summary>
    private const string Invisible = "\u200B\u2060\uFEFF\u00AD";

    protected override string? Change(string word, Random random) =>
        word.Length < 2 ? null : word.Insert(random.Next(1, word.Length), Invisible[random.Next(Invisible.Length)].ToString());
}
