using TnsTriage.Schemas.Patterns;

namespace TnsTriage.Tests.Schemas;

public sealed class EcmaPatternTests
{
    [Theory]
    [InlineData("^abc$", "abc", true)]
    [InlineData("^abc$", "abc\n", false)]
    [InlineData("b+", "abc", true)]
    [InlineData("^\\d+$", "٣", false)]
    [InlineData("^\\w+$", "é", false)]
    [InlineData("^\\W$", "é", true)]
    [InlineData("^\\s$", "\uFEFF", true)]
    [InlineData("^\\s$", "\u0085", false)]
    [InlineData("^\\S+$", "a\u00A0b", false)]
    [InlineData("^.$", "😀", true)]
    [InlineData("^..$", "😀", false)]
    [InlineData("^.$", "\u2028", false)]
    [InlineData("^[^a]$", "😀", true)]
    [InlineData("^[😀-😎]{2}$", "😁😂", true)]
    [InlineData("^[😀-😎]$", "😏", false)]
    [InlineData("^😀{2}$", "😀😀", true)]
    [InlineData("^[\\u0000-\\uFFFF]{2}$", "😀", false)]
    [InlineData("^[\\u{0}-\\u{10FFFF}]$", "😀", true)]
    [InlineData("^\\uD83D\\uDE00$", "😀", true)]
    [InlineData("^\\u{1F600}$", "😀", true)]
    [InlineData("^\\x41\\cJ\\0\\t$", "A\n\0\t", true)]
    [InlineData("^\\p{L}+$", "été𝒜字", true)]
    [InlineData("^\\p{gc=Decimal_Number}$", "٣", true)]
    [InlineData("^\\P{Letter}$", "1", true)]
    [InlineData("^[\\p{Lu}_]+$", "ÀÉ_", true)]
    [InlineData("^[^\\p{Lu}]$", "É", false)]
    [InlineData("^[\\d\\s-]+$", "1 - 2", true)]
    [InlineData("^[\\b]$", "\b", true)]
    [InlineData("^[]$", "a", false)]
    [InlineData("^[^]$", "\n", true)]
    [InlineData("^(?<year>[0-9]{4})-([0-9]{2})$", "2024-05", true)]
    [InlineData("^(?:a|b){2,3}?$", "aba", true)]
    [InlineData("^\\{a\\}\\-\\/$", "{a}-/", true)]
    [InlineData("^#x $", "#x ", true)]
    public void Pattern_matches_as_ecmascript_in_unicode_mode_does(string pattern, string text, bool isMatch)
    {
        EcmaPattern.TryCompile(pattern, out var compiled, out var problem).ShouldBeTrue(problem);

        compiled!.TryMatch(text, out var found).ShouldBeTrue();
        found.ShouldBe(isMatch);
    }

    [Theory]
    [InlineData("a(?!b)", "has a lookaround at position 2")]
    [InlineData("(?<=a)b", "has a lookaround at position 1")]
    [InlineData("(a)\\1", "has a back reference at position 4")]
    [InlineData("(?<n>a)\\k<n>", "has a back reference at position 8")]
    [InlineData("\\bword", "has a word boundary at position 1")]
    [InlineData("\\p{Script=Greek}", "has a property at position 1 that is not supported")]
    [InlineData("\\q", "has an unknown escape at position 1")]
    [InlineData("\\u12", "has an unknown escape at position 1")]
    [InlineData("\\u{110000}", "has an unknown escape at position 1")]
    [InlineData("\\uD83D", "has half a surrogate pair at position 1")]
    [InlineData("a\\", "has an unknown escape at position 2")]
    [InlineData("a{", "has an unescaped '{' at position 2")]
    [InlineData("a{,2}", "has an unescaped '{' at position 2")]
    [InlineData("]", "has an unescaped ']' at position 1")]
    [InlineData("[a", "has no end to the class at position 1")]
    [InlineData("[z-a]", "has a range out of order in the class at position 1")]
    [InlineData("[\\d-z]", "has a range with a class at one end in the class at position 1")]
    [InlineData("(?i:a)", "has an unknown kind of group at position 1")]
    [InlineData("*a", "is not a regular expression (QuantifierAfterNothing)")]
    [InlineData("a**", "is not a regular expression (NestedQuantifiersNotParenthesized)")]
    [InlineData("a)", "is not a regular expression (InsufficientOpeningParentheses)")]
    [InlineData("a{3,2}", "is not a regular expression (ReversedQuantifierRange)")]
    [InlineData("a{99999999999}", "is not a regular expression (QuantifierOrCaptureGroupOutOfRange)")]
    [InlineData("a{0,20000}", "repeats too much")]
    public void Pattern_that_cannot_have_exactly_that_meaning_is_refused(string pattern, string problem)
    {
        EcmaPattern.TryCompile(pattern, out _, out var found).ShouldBeFalse();

        found!.ShouldStartWith(problem);
    }

    [Fact]
    public void Match_that_takes_too_long_is_given_up()
    {
        EcmaPattern.TryCompile("^(a|aa)*b$", out var pattern, out _, timeout: TimeSpan.FromTicks(1)).ShouldBeTrue();

        pattern!.TryMatch(new string('a', 1_000_000), out var isMatch).ShouldBeFalse();
        isMatch.ShouldBeFalse();
    }
}
