using TnsEval.Gates;

namespace TnsEval.Tests.Gates;

public sealed class ShareTests
{
    [Theory]
    [InlineData("5 %", 0.05)]
    [InlineData("5%", 0.05)]
    [InlineData("0.5 %", 0.005)]
    [InlineData("0.05", 0.05)]
    [InlineData("100 %", 1)]
    [InlineData("0", 0)]
    public void A_share_is_per_cent_or_a_fraction(string text, double expected)
    {
        Share.TryParse(text, out var share, out var fix).ShouldBeTrue();

        share.ShouldBe(expected, 1e-12);
        fix.ShouldBeNull();
    }

    [Theory]
    [InlineData("5", "Write the unit: 5 % is 0.05")]
    [InlineData("1", "Write the unit: 1 % is 0.01")]
    [InlineData("2,5 %", "Write the decimals after a point, such as 2.5 %")]
    [InlineData("5.0", "Write a share of at most 100 %")]
    [InlineData("101 %", "Write a share of at most 100 %")]
    [InlineData("-1 %", "Write a share such as 5 % or 0.05")]
    [InlineData("5 percent", "Write a share such as 5 % or 0.05")]
    [InlineData("NaN", "Write a share such as 5 % or 0.05")]
    [InlineData("", "Write a share such as 5 % or 0.05")]
    public void What_could_be_two_things_or_none_is_refused(string text, string expected)
    {
        Share.TryParse(text, out _, out var fix).ShouldBeFalse();

        fix.ShouldBe(expected);
    }
}
