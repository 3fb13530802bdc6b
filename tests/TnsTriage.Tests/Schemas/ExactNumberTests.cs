using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Tests.Schemas;

public sealed class ExactNumberTests
{
    [Theory]
    [InlineData("1.0", true)]
    [InlineData("1e2", true)]
    [InlineData("120e-1", true)]
    [InlineData("-0.0", true)]
    [InlineData("0e-99999999999999999999", true)]
    [InlineData("1e999", true)]
    [InlineData("1e99999999999999999999", true)]
    [InlineData("1e-1", false)]
    [InlineData("1e-99999999999999999999", false)]
    [InlineData("1.0000000000000000000000000000000000000001", false)]
    public void Number_without_a_fraction_is_an_integer(string number, bool isInteger) =>
        Given.IsValid("""{ "type": "integer" }""", number).ShouldBe(isInteger);

    [Theory]
    [InlineData("18446744073709551615", "18446744073709551616", true)]
    [InlineData("9007199254740993", "9007199254740992", false)]
    [InlineData("0.1", "0.10000000000000000000000000000000000001", true)]
    [InlineData("1e400", "1e401", true)]
    [InlineData("1e400", "-1e401", false)]
    [InlineData("-2", "-1", true)]
    [InlineData("0", "-0.0", true)]
    [InlineData("12e-1", "1.2", true)]
    public void Bounds_are_compared_exactly(string minimum, string number, bool isMet)
    {
        Given.IsValid($$"""{ "minimum": {{minimum}} }""", number).ShouldBe(isMet);
        Given.IsValid($$"""{ "exclusiveMaximum": {{minimum}} }""", number).ShouldBe(!isMet);
    }

    [Theory]
    [InlineData("0.01", "19.99", true)]
    [InlineData("0.1", "0.3", true)]
    [InlineData("0.01", "0.075", false)]
    [InlineData("0.0001", "0.00751", false)]
    [InlineData("1.5", "4.5", true)]
    [InlineData("1.5", "4", false)]
    [InlineData("3", "1e999", false)]
    [InlineData("4", "1e999999999999", true)]
    [InlineData("7", "-700000000000000000000000000000000000000000000007", true)]
    [InlineData("1e5", "200000", true)]
    [InlineData("123456789", "1e308", false)]
    [InlineData("0.5", "0", true)]
    public void Multiples_are_exact_in_decimal(string divisor, string number, bool isMultiple) =>
        Given.IsValid($$"""{ "multipleOf": {{divisor}} }""", number).ShouldBe(isMultiple);

    [Fact]
    public void Numbers_of_any_size_are_read_without_a_crash()
    {
        var digits = new string('7', 1_000_000);
        const string schema = """{ "type": "number", "multipleOf": 7, "minimum": 0, "maximum": 1e2000000, "not": { "const": 1 } }""";

        Given.IsValid(schema, digits).ShouldBeTrue();
        Given.IsValid(schema, $"{digits}.{digits}").ShouldBeFalse();
        Given.IsValid(schema, $"1e{digits}").ShouldBeFalse();
        Given.IsValid(schema, $"1e-{digits}").ShouldBeFalse();
    }

    [Fact]
    public void Sizes_beyond_any_instance_are_accepted_in_a_schema()
    {
        Given.IsValid("""{ "maxLength": 1e400, "minLength": 0.0 }""", "\"a\"").ShouldBeTrue();
        Given.IsValid("""{ "minLength": 99999999999999999999 }""", "\"a\"").ShouldBeFalse();
    }

    [Fact]
    public void Order_and_divisibility_agree_with_decimal_arithmetic()
    {
        var numbers =
            from digits in ArbMap.Default.GeneratorFor<int>()
            from places in Gen.Choose(0, 6)
            select digits / (decimal)Math.Pow(10, places);

        Prop.ForAll(numbers.Two().ToArbitrary(), pair =>
        {
            var (left, right) = pair;
            var divisor = Math.Abs(right) == 0 ? 1 : Math.Abs(right);
            return Math.Sign(JsonNumber.Compare(Number(left), Number(right))) == left.CompareTo(right)
                && Number(left).IsInteger == (left == decimal.Truncate(left))
                && Given.IsValid($$"""{ "multipleOf": {{Text(divisor)}} }""", Text(left)) == (left % divisor == 0);
        }).QuickCheckThrowOnFailure();
    }

    private static JsonNumber Number(decimal value) => new(System.Text.Encoding.ASCII.GetBytes(Text(value)));

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
