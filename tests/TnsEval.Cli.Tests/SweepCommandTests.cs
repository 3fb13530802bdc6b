using System.Text.Json.Nodes;

namespace TnsEval.Cli.Tests;

public sealed class SweepCommandTests
{
    [Fact]
    public async Task Points_are_told_one_a_line_with_the_one_that_ships_and_the_cheapest()
    {
        using var commandLine = await RunAsync();

        var result = await commandLine.InvokeAsync("sweep latest --tickets-per-day 2000 --miss-cost 500 --false-alarm-cost 2");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("v1 on scripted/keyword, tns-support/dev: 4 tickets; 2,000 a day, of which 0.5 % must escalate");
        result.Output.ShouldContain("every ticket was assessed");
        result.Output.Split('\n').Count(line => line.EndsWith("ships", StringComparison.Ordinal) || line.Contains("ships, cheapest", StringComparison.Ordinal)).ShouldBe(1);
        result.Output.ShouldContain("cheapest");
        result.Output.ShouldContain("1/2 50.0 [9.5-90.5]");
        result.Output.ShouldContain("let by: of 1,000 tickets that raise no alarm, how many had to escalate.");
    }

    [Fact]
    public async Task Json_holds_every_point_under_every_policy()
    {
        using var commandLine = await RunAsync();

        var sweep = JsonNode.Parse((await commandLine.InvokeAsync("sweep latest --json --base-rate 0.01")).Output)!;

        sweep["points"]!.AsArray().Count.ShouldBe(32);
        foreach (var point in sweep["points"]!.AsArray().Where(point => point!["passPrecision"] is not null))
        {
            var (passed, letBy) = (0.99 * (1 - Share(point!, "falseAlarms")), 0.01 * Share(point!, "misses"));
            point!["passPrecision"]!.GetValue<double>().ShouldBe(passed / (passed + letBy), 1e-6);
        }

        sweep["points"]!.AsArray().Count(point => point!["ships"]!.GetValue<bool>()).ShouldBe(1);
        sweep["baseRate"]!.GetValue<double>().ShouldBe(0.01);
        sweep["costs"].ShouldBeNull();
        sweep["ranking"]!["cases"]!.GetValue<int>().ShouldBe(4);
    }

    [Fact]
    public async Task Missing_answers_show_each_policy_of_its_own()
    {
        using var commandLine = await RunAsync("scripted/garbage");

        var result = await commandLine.InvokeAsync("sweep latest");

        foreach (var policy in new[] { "as_wrong", "exclude", "as_positive", "as_negative" })
        {
            result.Output.ShouldContain($"missing answers {policy}");
        }
    }

    [Theory]
    [InlineData("sweep latest --miss-cost 5", "--miss-cost and --false-alarm-cost go together")]
    [InlineData("sweep latest --base-rate 5", "BaseRate: 5 is not strictly between 0 and 1")]
    [InlineData("sweep latest --base-rate x", "--base-rate takes a number such as 0.005, not \"x\"")]
    [InlineData("sweep latest --tickets-per-day 0", "--tickets-per-day must be at least 1")]
    [InlineData("sweep latest --miss-cost 0 --false-alarm-cost 0", "one of them above 0")]
    [InlineData("sweep nothing", "nothing: is neither a run folder nor a run in")]
    public async Task What_cannot_be_done_is_said_with_how_to_fix_it(string arguments, string message)
    {
        using var commandLine = await RunAsync();

        var result = await commandLine.InvokeAsync(arguments);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(message);
        result.Output.ShouldBeEmpty();
    }

    private static async Task<CommandLine> RunAsync(string model = "scripted/keyword")
    {
        var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync($"run --model {model}");
        return commandLine;
    }

    private static double Share(JsonNode point, string rate) => point[rate]!["value"]!.GetValue<double>();
}
