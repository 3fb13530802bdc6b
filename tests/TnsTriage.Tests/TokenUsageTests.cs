namespace TnsTriage.Tests;

public sealed class TokenUsageTests
{
    [Fact]
    public void Sum_adds_both_kinds() => TokenUsage.Sum(new(1, 2), new(30, 40)).ShouldBe(new TokenUsage(InputTokens: 31, OutputTokens: 42));

    [Fact]
    public void Sum_with_something_unknown_is_the_known_part()
    {
        TokenUsage.Sum(null, new(1, 2)).ShouldBe(new TokenUsage(1, 2));
        TokenUsage.Sum(new(1, 2), null).ShouldBe(new TokenUsage(1, 2));
        TokenUsage.Sum(null, null).ShouldBeNull();
    }
}
