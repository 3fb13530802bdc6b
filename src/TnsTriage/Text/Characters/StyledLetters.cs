using System.Text;

namespace TnsTriage.Text.Characters;

/// <summary>
/// Letters and digits that exist a second time as a style: fullwidth, circled, mathematical. Compatibility decomposition, for these
/// only.
/// </summary>
internal static class StyledLetters
{
    /// <summary>The mathematical letters that had a place elsewhere before the others came, each followed by its plain form.</summary>
    private const string LetterlikeSymbols = "ℂCℊgℋHℌHℍHℎhℐIℑIℒLℓlℕNℙPℚQℛRℜRℝRℤZℨZℬBℭCℯeℰEℱFℳMℴo";

    private const string Greek = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂εθκφρπ";

    private const int MathematicalLatin = 0x1D400, MathematicalGreek = 0x1D6A8, MathematicalDigits = 0x1D7CE;

    /// <summary>The plain form of a styled letter or digit, or null.</summary>
    public static char? Plain(Rune rune) => rune.Value switch
    {
        (>= 0xFF10 and <= 0xFF19) or (>= 0xFF21 and <= 0xFF3A) or (>= 0xFF41 and <= 0xFF5A) => (char)(rune.Value - 0xFF01 + '!'),
        >= 0x24B6 and <= 0x24CF => (char)(rune.Value - 0x24B6 + 'A'),
        >= 0x24D0 and <= 0x24E9 => (char)(rune.Value - 0x24D0 + 'a'),
        >= MathematicalLatin and < 0x1D6A4 => Latin((rune.Value - MathematicalLatin) % 52),
        >= MathematicalGreek and < 0x1D7CA => Greek[(rune.Value - MathematicalGreek) % Greek.Length],
        >= MathematicalDigits and < 0x1D800 => (char)('0' + (rune.Value - MathematicalDigits) % 10),
        >= 0x2102 and <= 0x2134 => LetterlikeSymbols.IndexOf((char)rune.Value, StringComparison.Ordinal) is var at and >= 0
            ? LetterlikeSymbols[at + 1]
            : null,
        _ => null,
    };

    private static char Latin(int position) => (char)(position < 26 ? 'A' + position : 'a' + position - 26);
}
