using System.Globalization;

namespace TnsEval.EvalSets.Redaction;

/// <summary>Decimal digits of any script as ASCII ones: an Arabic or full-width keyboard writes the same number.</summary>
internal static class Digits
{
    /// <summary>The digits alone, in order.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        Span<char> digits = text.Length <= 128 ? stackalloc char[text.Length] : new char[text.Length];
        var count = 0;
        foreach (var character in text)
        {
            if (CharUnicodeInfo.GetDecimalDigitValue(character) is var value and >= 0)
            {
                digits[count++] = (char)('0' + value);
            }
        }

        return digits[..count].ToString();
    }
}
