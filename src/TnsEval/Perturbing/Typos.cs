using System.Collections.Frozen;

namespace TnsEval.Perturbing;

/// <summary>One slip in one word of eight: two letters swapped, one left out or one doubled, never the first, and never into another common word.</summary>
internal sealed class Typos() : WordPerturbation("typos", "letters swapped, left out or doubled", share: 0.125)
{
    private const int ShortestWord = 4;

    private static readonly FrozenSet<string> OtherWords = FrozenSet.Create(
        StringComparer.Ordinal,
        "from", "form", "quiet", "quite", "trail", "trial", "angel", "angle", "untied", "united", "causal", "casual", "scared", "sacred", "martial", "marital",
        "dairy", "diary", "calm", "clam", "fiend", "county", "though", "tough", "thorough", "though", "been", "bean", "fried", "star", "stat", "tree", "thee", "were", "wee", "then", "than",
        "coma", "loose", "lose", "abut", "sing", "sting", "sine", "plan", "pan", "past", "pat", "aft", "hers", "her", "whit", "wit");

    protected override string? Change(string word, Random random)
    {
        if (word.Length < ShortestWord)
        {
            return null;
        }

        var at = random.Next(1, word.Length - 1);
        var slipped = random.Next(3) switch
        {
            0 => $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}",
            1 => word.Remove(at, 1),
            _ => word.Insert(at, word[at].ToString()),
        };
        return slipped == word || OtherWords.Contains(slipped) ? null : slipped;
    }
}
