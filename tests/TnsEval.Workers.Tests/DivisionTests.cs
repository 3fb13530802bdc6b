using FsCheck;
using FsCheck.Fluent;
using TnsEval.Workers.Coordinating;

namespace TnsEval.Workers.Tests;

public sealed class DivisionTests
{
    [Theory]
    [InlineData(20, new[] { 100, 100, 100 }, new[] { 7, 7, 6 })]
    [InlineData(20, new[] { 2, 100, 100 }, new[] { 2, 9, 9 })]
    [InlineData(2, new[] { 5, 5, 5 }, new[] { 1, 1, 0 })]
    [InlineData(20, new[] { 3, 4 }, new[] { 3, 4 })]
    [InlineData(20, new[] { 0, 8 }, new[] { 0, 8 })]
    [InlineData(0, new[] { 5 }, new[] { 0 })]
    public void Calls_are_divided_evenly_within_the_caps(int calls, int[] caps, int[] shares) => Division.Of(calls, caps).ShouldBe(shares);

    [Fact]
    public void A_division_gives_out_all_that_can_be_used_and_no_more_and_leaves_nobody_out_while_there_is_enough() =>
        Prop.ForAll(Gen.Choose(0, 300).ToArbitrary(), Gen.Choose(0, 60).ArrayOf().ToArbitrary(), (calls, caps) =>
        {
            var shares = Division.Of(calls, caps);

            shares.Sum().ShouldBe(Math.Min(calls, caps.Sum()));
            shares.Zip(caps).ShouldAllBe(pair => pair.First >= 0 && pair.First <= pair.Second);
            if (calls >= caps.Length)
            {
                shares.Zip(caps).ShouldAllBe(pair => pair.First >= Math.Min(1, pair.Second));
            }

            var uncapped = shares.Zip(caps).Where(pair => pair.First < pair.Second).Select(pair => pair.First).ToArray();
            (uncapped.Length == 0 ? 0 : uncapped.Max() - uncapped.Min()).ShouldBeLessThanOrEqualTo(1);
        }).QuickCheckThrowOnFailure();
}
