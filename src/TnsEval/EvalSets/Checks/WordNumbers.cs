using System.Globalization;
using System.Text;

namespace TnsEval.EvalSets.Checks;

/// <summary>Turns texts into words, and gives each different word a number from 0 on. Not safe to use from many threads.</summary>
internal sealed class WordNumbers
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>How many different words there have been.</summary>
    public int Count => _numbers.Count;

    /// <summary>
    /// The words of a text in order, without regard to case. A word is a run of letters, digits and accents; in Chinese, Japanese and Korean, where words are not
    /// set apart or carry long endings, each character is a word, so that three words are three characters.
    /// </summary>
    public int[] Of(string text)
    {
        var lower = text.ToLowerInvariant();
        var words = new List<int>();
        int wordStart = -1, index = 0;
        foreach (var rune in lower.EnumerateRunes())
        {
            var standsAlone = StandsAlone(rune.Value);
            var continues = !standsAlone && IsOfWord(rune);
            if (wordStart >= 0 && !continues)
            {
                words.Add(NumberOf(lower.AsSpan(wordStart, index - wordStart)));
                wordStart = -1;
            }

            if (standsAlone)
            {
                words.Add(NumberOf(lower.AsSpan(index, rune.Utf16SequenceLength)));
            }
            else if (continues && wordStart < 0)
            {
                wordStart = index;
            }

            index += rune.Utf16SequenceLength;
        }

        if (wordStart >= 0)
        {
            words.Add(NumberOf(lower.AsSpan(wordStart)));
        }

        return [.. words];
    }

    private int NumberOf(ReadOnlySpan<char> word)
    {
        var numbers = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!numbers.TryGetValue(word, out var number))
        {
            number = _numbers.Count;
            numbers[word] = number;
        }

        return number;
    }

    private static bool IsOfWord(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool StandsAlone(int codePoint) => codePoint is
        (>= 0x3041 and <= 0x309F) or (>= 0x30A1 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF) or (>= 0xFF66 and <= 0xFF9D)   // kana
        or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF)   // Han
        or (>= 0xAC00 and <= 0xD7A3);   // Hangul
}
