using TnsEval.EvalSets;

namespace TnsEval.Tests.EvalSets;

public class ShardTests
{
    private static readonly EvalCase[] Cases =
    [
        .. Enumerable.Range(0, 1000).Select(number => A.Benign($"t-{number:0000}").Case()),
        .. Enumerable.Range(1000, 200).SelectMany(number => new[]
        {
            A.Escalate($"t-{number}a").PairedWith($"t-{number}b").Case(),
            A.Benign($"t-{number}b").PairedWith($"t-{number}a").Case(),
        }),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Each_case_is_in_exactly_one_part(int count)
    {
        var parts = Enumerable.Range(1, count).Select(index => new Shard(index, count)).ToArray();

        Cases.ShouldAllBe(@case => parts.Count(part => part.Holds(@case)) == 1);
    }

    [Fact]
    public void Parts_are_of_about_one_size()
    {
        var sizes = Enumerable.Range(1, 5).Select(index => Cases.Count(new Shard(index, 5).Holds)).ToArray();

        sizes.ShouldAllBe(size => size > 1400 / 5 * 0.8 && size < 1400 / 5 * 1.2);
    }

    [Fact]
    public void Twins_are_in_the_same_part()
    {
        var part = new Shard(2, 5);
        var byId = Cases.ToDictionary(@case => @case.Id);

        Cases.Where(@case => @case.Pair is not null).ShouldAllBe(@case => part.Holds(@case) == part.Holds(byId[@case.Pair!.Value]));
    }

    [Theory]
    [InlineData("2/5", true)]
    [InlineData("1/1", true)]
    [InlineData("0/5", false)]
    [InlineData("6/5", false)]
    [InlineData("2", false)]
    [InlineData("2/", false)]
    [InlineData("-1/5", false)]
    [InlineData("1/5/2", false)]
    public void A_part_is_written_index_of_count(string text, bool isGood)
    {
        Shard.TryParse(text, out var shard).ShouldBe(isGood);

        shard?.ToString().ShouldBe(text);
    }
}
