using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TnsEval.Statistics;

namespace TnsEval.Tests.Statistics;

public class RateTests
{
    [Fact]
    public void A_rate_keeps_its_denominator() => new Rate(events: 2, trials: 3).ShouldNotBe(new Rate(events: 200, trials: 300));

    [Fact]
    public void Nothing_of_nothing_has_no_value() => new Rate(events: 0, trials: 0).Value.ShouldBeNull();

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(4, 3)]
    [InlineData(0, -1)]
    public void Impossible_counts_are_the_callers_mistake(int events, int trials) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Rate(events, trials));

    [Fact]
    public void A_value_lies_between_0_and_1() => Prop.ForAll(
        AnyRate.ToArbitrary(), rate => rate.Trials == 0 ? rate.Value is null : rate.Value is >= 0 and <= 1).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Value_and_bounds_are_written_beside_the_counts() =>
        JsonSerializer.Serialize(new Rate(events: 15, trials: 148))
            .ShouldBe("""{"events":15,"trials":148,"value":0.101351,"low":0.062386,"high":0.160487}""");

    [Fact]
    public void A_rate_without_trials_is_written_as_unknown() =>
        JsonSerializer.Serialize(default(Rate)).ShouldBe("""{"events":0,"trials":0,"value":null,"low":0,"high":1}""");

    [Fact]
    public void What_is_written_reads_back() => Prop.ForAll(
        AnyRate.ToArbitrary(), rate => JsonSerializer.Deserialize<Rate>(JsonSerializer.Serialize(rate)) == rate).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData("0.5")]
    [InlineData("{}")]
    [InlineData("""{"events":1}""")]
    [InlineData("""{"events":2,"trials":1}""")]
    [InlineData("""{"events":-1,"trials":1}""")]
    [InlineData("""{"events":"1","trials":1}""")]
    [InlineData("""{"events":0.5,"trials":1}""")]
    public void JSON_that_is_no_rate_is_refused(string json) => Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Rate>(json));

    internal static Gen<Rate> AnyRate { get; } =
        from trials in Gen.Frequency((9, Gen.Choose(0, 2_000)), (1, Gen.Choose(0, int.MaxValue)))
        from events in Gen.Choose(0, trials)
        select new Rate(events, trials);
}
