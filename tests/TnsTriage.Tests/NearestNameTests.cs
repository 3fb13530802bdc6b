namespace TnsTriage.Tests;

public class NearestNameTests
{
    private static readonly string[] Names = ["escalate", "benign", "self_harm", "child_safety", "dev", "test"];

    [Theory]
    [InlineData("escalte", "escalate")]
    [InlineData("Escalate", "escalate")]
    [InlineData("begnin", null)]
    [InlineData("bengin", "benign")]
    [InlineData("tets", "test")]
    [InlineData("childsafety", "child_safety")]
    [InlineData("self-harm", "self_harm")]
    [InlineData("urgent", null)]
    [InlineData("", null)]
    public void A_slip_in_four_letters_is_near(string text, string? nearest) => NearestName.Of(text, Names).ShouldBe(nearest);

    [Fact]
    public void A_long_text_is_near_nothing() => NearestName.Of(new string('a', 100_000), Names).ShouldBeNull();
}
