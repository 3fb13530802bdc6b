namespace TnsTriage.Tests;

public sealed class TnsTriageOptionsTests
{
    [Fact]
    public void Defaults_are_sound() => new TnsTriageOptions().Check().ShouldBeEmpty();

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Repair_turns_may_be_none_or_two(int turns) => new TnsTriageOptions { RepairTurns = turns }.Check().ShouldBeEmpty();

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Repair_turns_out_of_range_are_a_problem(int turns) =>
        new TnsTriageOptions { RepairTurns = turns }.Check().ShouldHaveSingleItem()
            .ShouldBe(new Problem("RepairTurns", $"{turns} is not between 0 and 2", "Set 0, 1 or 2"));

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("-00:00:01")]
    [InlineData("01:00:00.001")]
    public void Timeout_out_of_range_is_a_problem(string timeout) =>
        new TnsTriageOptions { Timeout = TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture) }
            .Check().ShouldHaveSingleItem().Where.ShouldBe("Timeout");

    [Fact]
    public void Timeout_of_an_hour_is_allowed() => new TnsTriageOptions { Timeout = TimeSpan.FromHours(1) }.Check().ShouldBeEmpty();

    [Fact]
    public void No_timeout_at_all_is_allowed_for_clients_that_limit_themselves() =>
        new TnsTriageOptions { Timeout = Timeout.InfiniteTimeSpan }.Check().ShouldBeEmpty();

    [Fact]
    public void Every_problem_is_told_at_once() =>
        new TnsTriageOptions { RepairTurns = 3, Timeout = TimeSpan.Zero, MaxTicketCharacters = 0 }
            .Check().Select(problem => problem.Where).ShouldBe(["RepairTurns", "Timeout", "MaxTicketCharacters"]);

    [Fact]
    public void Problem_reads_as_one_line() =>
        new TnsTriageOptions { MaxTicketCharacters = 0 }.Check().Single().ToString()
            .ShouldBe("MaxTicketCharacters: 0 is less than 1. Set a length such as 100000.");
}
