using System.Text;

namespace TnsEval.Perturbing;

/// <summary>One letter of every fourth word replaced by a Cyrillic one that looks the same.</summary>
internal sealed class Homoglyphs() : WordPerturbation("homoglyphs", "Latin letters replaced by Cyrillic look-alikes", share: 0.25)
{
    private const string Latin = "aeopcxyi";
    private const string Cyrillic = "аеорсхуі";

    protected override string? Change(string word, Random random)
    {
        int[] places = [.. Enumerable.Range(0, word.Length).Where(at => Latin.Contains(word[at], StringComparison.Ordinal))];
        if (places.Length == 0)
        {
            return null;
        }

        var place = places[random.Next(places.Length)];
        return new StringBuilder(word) { [place] = Cyrillic[Latin.IndexOf(word[place], StringComparison.Ordinal)] }.ToString();
    }
}
