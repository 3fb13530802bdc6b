using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace TnsTriage.Schemas.Values;

/// <summary>
/// A JSON number as it is written, exact at any size: sign x digits x 10^<see cref="Exponent"/>, without zeros at either end of the digits.
/// Every operation is linear in the number of digits and independent of the exponent: neither 1e999999999 nor ten million digits cost
/// more than reading them.
/// </summary>
internal readonly ref struct JsonNumber
{
    // Exponents beyond this are cut to it: they would need 18 digits themselves, and nobody can tell such numbers apart by arithmetic.
    private const long MaxExponent = 1_000_000_000_000_000_000;
    private const int DigitsInChunk = 18;

    private readonly ReadOnlySpan<byte> _whole;
    private readonly ReadOnlySpan<byte> _fraction;
    private readonly int _first;
    private readonly bool _hasMinus;

    public JsonNumber(ReadOnlySpan<byte> raw)
    {
        _hasMinus = raw[0] == (byte)'-';
        var unsigned = _hasMinus ? raw[1..] : raw;
        var e = unsigned.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = e < 0 ? unsigned : unsigned[..e];
        var dot = mantissa.IndexOf((byte)'.');
        _whole = dot < 0 ? mantissa : mantissa[..dot];
        _fraction = dot < 0 ? [] : mantissa[(dot + 1)..];

        var end = _whole.Length + _fraction.Length;
        while (end > 0 && DigitAt(end - 1) == 0)
        {
            end--;
        }

        while (_first < end && DigitAt(_first) == 0)
        {
            _first++;
        }

        DigitCount = end - _first;
        Exponent = (e < 0 ? 0 : ReadExponent(unsigned[(e + 1)..])) + _whole.Length - end;
    }

    /// <summary>Number of significant digits; 0 for zero.</summary>
    public int DigitCount { get; }

    /// <summary>Power of ten of the last significant digit. Means nothing for zero.</summary>
    public long Exponent { get; }

    public bool IsZero => DigitCount == 0;

    /// <summary>Whether the value is whole, however it is written: 1.0 and 1e999 are.</summary>
    public bool IsInteger => IsZero || Exponent >= 0;

    public bool IsPositive => Sign > 0;

    public bool IsNegative => Sign < 0;

    private int Sign => IsZero ? 0 : _hasMinus ? -1 : 1;

    public static JsonNumber Of(JsonElement number) => new(JsonMarshal.GetRawUtf8Value(number));

    /// <summary>The value of a number that <see cref="IsInteger"/>, or the nearest long.</summary>
    public long ToInt64Saturated()
    {
        var value = (Int128)0;
        for (var index = 0; index < DigitCount + Math.Min(Exponent, DigitsInChunk + 1) && value <= long.MaxValue; index++)
        {
            value = (value * 10) + SignificantDigit(index);
        }

        return (long)Int128.Clamp(Sign * value, long.MinValue, long.MaxValue);
    }

    /// <summary>Negative, 0 or positive as the left number is less than, equal to or greater than the right one.</summary>
    public static int Compare(JsonNumber left, JsonNumber right)
    {
        var bySign = left.Sign.CompareTo(right.Sign);
        return bySign != 0 || left.IsZero ? bySign : left.Sign * left.CompareMagnitude(right);
    }

    /// <summary>The significant digits as an integer, modulo <paramref name="modulus"/>.</summary>
    public BigInteger DigitsModulo(BigInteger modulus)
    {
        var remainder = BigInteger.Zero;
        for (var start = 0; start < DigitCount; start += DigitsInChunk)
        {
            var (chunk, scale) = (0L, 1L);
            for (var index = start; index < Math.Min(start + DigitsInChunk, DigitCount); index++)
            {
                chunk = (chunk * 10) + SignificantDigit(index);
                scale *= 10;
            }

            remainder = ((remainder * scale) + chunk) % modulus;
        }

        return remainder;
    }

    /// <summary>Appends a form that is the same for equal numbers and only for them.</summary>
    public void AppendCanonical(StringBuilder text)
    {
        if (IsZero)
        {
            text.Append('0');
            return;
        }

        text.Append(_hasMinus ? "-" : "");
        for (var index = 0; index < DigitCount; index++)
        {
            text.Append((char)('0' + SignificantDigit(index)));
        }

        text.Append(CultureInfo.InvariantCulture, $"e{Exponent}");
    }

    private int CompareMagnitude(JsonNumber other)
    {
        var byPlace = (Exponent + DigitCount).CompareTo(other.Exponent + other.DigitCount);
        for (var index = 0; byPlace == 0 && index < Math.Max(DigitCount, other.DigitCount); index++)
        {
            byPlace = SignificantDigit(index).CompareTo(other.SignificantDigit(index));
        }

        return byPlace;
    }

    private int SignificantDigit(int index) => index < DigitCount ? DigitAt(_first + index) : 0;

    private int DigitAt(int index) => (index < _whole.Length ? _whole[index] : _fraction[index - _whole.Length]) - '0';

    private static long ReadExponent(ReadOnlySpan<byte> raw)
    {
        var isNegative = raw[0] == (byte)'-';
        var digits = raw.TrimStart("+-0"u8);
        var value = digits.Length > 18 ? MaxExponent : digits.IsEmpty ? 0 : long.Parse(digits, CultureInfo.InvariantCulture);
        return isNegative ? -value : value;
    }
}
