using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace TnsEval.Plugins.Ollama.Tests;

public class TokenEstimateTests
{
    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("the cat sat", 3, 3)]
    [InlineData("internationalisation", 1, 7)]
    [InlineData("GmailQuoteABCdef", 1, 6)]
    [InlineData("12345", 0, 5)]
    [InlineData("{\"a\":1}", 0, 7)]
    [InlineData("a    b", 2, 5)]
    [InlineData("日本", 0, 6)]
    [InlineData("да", 0, 4)]
    [InlineData("🙂", 0, 4)]
    public void Words_are_the_least_and_pieces_the_most(string text, int low, int high) =>
        TokenEstimate.Of(text).ShouldBe(new TokenEstimate(low, high));

    [Fact]
    public void The_least_is_never_above_the_most_and_the_most_never_above_one_a_byte() => Prop.ForAll<NonNull<string>>(text =>
    {
        var estimate = TokenEstimate.Of(text.Get);
        return estimate.Low <= estimate.High && estimate.High <= Encoding.UTF8.GetByteCount(text.Get);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void English_prose_is_estimated_above_the_usual_rule_and_not_at_twice_its_length()
    {
        const string Prose = "Our small group meets on Tuesday evening in the old library, and we would like to know whether the projector can be borrowed again.";
        var usualRule = Prose.Length / 4.0;

        ((double)TokenEstimate.Of(Prose).High).ShouldBeInRange(usualRule, 2 * usualRule);
    }
}
