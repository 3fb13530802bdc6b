using System.Globalization;
using System.Text;

namespace TnsTriage.Text.Characters;

/// <summary>
/// Unicode's normalization form C. <see cref="string.Normalize()"/> is not used because under invariant globalization, which hosts
/// choose, it silently returns its input: the same ticket would be read in two ways. It also needs quadratic time for a long row of
/// combining marks.
/// </summary>
internal static class CanonicalComposition
{
    private const int HangulFirst = 0xAC00, LeadFirst = 0x1100, VowelFirst = 0x1161, TrailBeforeFirst = 0x11A7;
    private const int HangulCount = 11172, LeadCount = 19, VowelCount = 21, TrailCount = 28;

    private static readonly Lazy<CanonicalData> Data = new(CanonicalData.Load);

    /// <summary>
    /// Whether a character can combine with what stands before it. A text may be cut before every character that cannot, and normalized
    /// in pieces.
    /// </summary>
    public static bool Combines(Rune rune) =>
        rune.Value >= 0x300
        && (rune.Value is (>= VowelFirst and < VowelFirst + VowelCount) or (> TrailBeforeFirst and < TrailBeforeFirst + TrailCount)
            || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark);

    /// <summary>Whether a character, standing alone, is in form C already.</summary>
    public static bool IsComposed(Rune rune) =>
        rune.Value is < 0x340 or (>= 0x4E00 and < 0xF900) || !Data.Value.DecomposedForGood.Contains(rune.Value);

    /// <summary>Normalizes a text without lone surrogates.</summary>
    public static string Normalize(string text)
    {
        var characters = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, characters);
        }

        SortMarks(characters);
        Compose(characters);
        var composed = new StringBuilder(characters.Count);
        foreach (var character in characters)
        {
            composed.Append(new Rune(character));
        }

        return composed.ToString();
    }

    private static void Decompose(int character, List<int> into)
    {
        if (character is >= HangulFirst and < HangulFirst + HangulCount)
        {
            var syllable = character - HangulFirst;
            into.Add(LeadFirst + syllable / (VowelCount * TrailCount));
            into.Add(VowelFirst + syllable / TrailCount % VowelCount);
            if (syllable % TrailCount > 0)
            {
                into.Add(TrailBeforeFirst + syllable % TrailCount);
            }
        }
        else if (Data.Value.Decompositions.TryGetValue(character, out var parts))
        {
            foreach (var part in parts)
            {
                Decompose(part, into);
            }
        }
        else
        {
            into.Add(character);
        }
    }

    /// <summary>Sorts every row of marks by class, marks of one class in the order they had.</summary>
    private static void SortMarks(List<int> characters)
    {
        for (var start = 0; start < characters.Count; start++)
        {
            var end = start;
            while (end < characters.Count && Class(characters[end]) > 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                var sorted = characters.GetRange(start, end - start).OrderBy(Class).ToArray();   // OrderBy is stable
                for (var at = 0; at < sorted.Length; at++)
                {
                    characters[start + at] = sorted[at];
                }
            }

            start = end;
        }
    }

    private static void Compose(List<int> characters)
    {
        var (count, starter, lastClass) = (0, -1, -1);
        for (var at = 0; at < characters.Count; at++)
        {
            var character = characters[at];
            var thisClass = Class(character);
            if (starter >= 0 && lastClass < thisClass && Pair(characters[starter], character) is { } composed)
            {
                characters[starter] = composed;
                continue;
            }

            (starter, lastClass) = thisClass == 0 ? (count, -1) : (starter, thisClass);
            characters[count++] = character;
        }

        characters.RemoveRange(count, characters.Count - count);
    }

    private static int? Pair(int first, int second)
    {
        if (first is >= LeadFirst and < LeadFirst + LeadCount && second is >= VowelFirst and < VowelFirst + VowelCount)
        {
            return HangulFirst + ((first - LeadFirst) * VowelCount + second - VowelFirst) * TrailCount;
        }

        if (first is >= HangulFirst and < HangulFirst + HangulCount && (first - HangulFirst) % TrailCount == 0
            && second is > TrailBeforeFirst and < TrailBeforeFirst + TrailCount)
        {
            return first + second - TrailBeforeFirst;
        }

        return Data.Value.Compositions.TryGetValue((first, second), out var composed) ? composed : null;
    }

    private static int Class(int character) => character < 0x300 ? 0 : Data.Value.Classes.GetValueOrDefault(character);
}
