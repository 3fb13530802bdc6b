using System.Numerics;
using System.Text;
using System.Text.Json;
using TnsTriage.Schemas.Compilation;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Schemas.Keywords;

/// <summary><c>multipleOf</c> in exact decimal arithmetic: 0.3 is a multiple of 0.1.</summary>
internal sealed class MultipleOfKeyword : Assertion
{
    private const int MaxDivisorLength = 400;

    private readonly BigInteger _digits;
    private readonly long _exponent;
    private readonly string _message;

    private MultipleOfKeyword(string pointer, string divisor)
        : base(pointer)
    {
        var number = new JsonNumber(Encoding.ASCII.GetBytes(divisor));
        _digits = number.DigitsModulo(BigInteger.Pow(10, number.DigitCount));
        _exponent = number.Exponent;
        _message = $"must be a multiple of {TextOf.Shortened(divisor, 40)}";
    }

    public static MultipleOfKeyword? Read(SchemaSource source)
    {
        if (source.Number("multipleOf") is not { } divisor)
        {
            return null;
        }

        if (divisor.Length <= MaxDivisorLength && new JsonNumber(Encoding.ASCII.GetBytes(divisor)).IsPositive)
        {
            return new MultipleOfKeyword(source.PointerTo("multipleOf"), divisor);
        }

        source.Report("multipleOf", $"\"multipleOf\" must be greater than 0 and at most {MaxDivisorLength} characters long");
        return null;
    }

    protected override bool Holds(JsonElement instance) =>
        instance.ValueKind != JsonValueKind.Number || IsMultiple(JsonNumber.Of(instance));

    protected override string Message(JsonElement instance) => _message;

    // The digits of a number never end in 0, so that a number finer than the divisor cannot be its multiple.
    private bool IsMultiple(JsonNumber number)
    {
        if (number.IsZero)
        {
            return true;
        }

        var shift = number.Exponent - _exponent;
        return shift >= 0
            && (_digits.IsOne || (number.DigitsModulo(_digits) * BigInteger.ModPow(10, shift, _digits) % _digits).IsZero);
    }
}
