using System.Text.Json.Nodes;

namespace TnsEval.Cli.Tests;

public sealed class ShardTests
{
    private static readonly string[] Tickets =
        [.. Enumerable.Range(0, 40).Select(number => CommandLine.Ticket($"t-{number:00}", number % 3 == 0, number % 4 == 0 ? $"ALARM {number}" : $"Question {number}"))];

    [Fact]
    public async Task Parts_put_together_score_like_the_run_in_one_place()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);
        await commandLine.InvokeAsync("run --model scripted/keyword --repeat 2 --out whole --progress none");
        await RunPartsAsync(commandLine, "--repeat 2", 1, 2, 3);

        var merged = await commandLine.InvokeAsync($"merge {string.Join(' ', Parts(commandLine))} --out merged");

        merged.ExitCode.ShouldBe(0, merged.Error);
        Summary(commandLine.Folder["merged"]).ShouldBe(Summary(commandLine.Folder["whole"]));
    }

    [Fact]
    public async Task Gaps_overlaps_and_other_runs_are_refused_all_at_once_and_nothing_is_written()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);
        await RunPartsAsync(commandLine, "", 1, 3);
        await commandLine.InvokeAsync("run --model scripted/keyword --shard 3/3 --seed 9 --out other --progress none");
        await commandLine.InvokeAsync("run --model scripted/keyword --out whole --progress none");

        var merged = await commandLine.InvokeAsync($"merge {string.Join(' ', [.. Parts(commandLine), Only(commandLine.Folder["other"]), Only(commandLine.Folder["whole"])])} --out merged");

        merged.ExitCode.ShouldBe(2);
        merged.Error.ShouldContain("part 2: is missing");
        merged.Error.ShouldContain("are all part 3");
        merged.Error.ShouldContain("seed was 1, is now 9");
        merged.Error.ShouldContain("the run is no part of another");
        Directory.Exists(commandLine.Folder["merged"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("0/3")]
    [InlineData("4/3")]
    [InlineData("three")]
    public async Task A_part_that_is_none_is_an_error(string shard)
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync($"run --model scripted/keyword --shard {shard}");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain($"--shard takes a part and how many there are, such as 2/5, not \"{shard}\"");
    }

    private static async Task RunPartsAsync(CommandLine commandLine, string options, params int[] indexes)
    {
        foreach (var index in indexes)
        {
            var run = await commandLine.InvokeAsync($"run --model scripted/keyword --shard {index}/3 {options} --out part-{index} --progress none");
            run.ExitCode.ShouldBe(0, run.Error);
        }
    }

    private static IEnumerable<string> Parts(CommandLine commandLine) =>
        Directory.GetDirectories(commandLine.Folder.Path, "part-*").Order(StringComparer.Ordinal).Select(Only);

    private static string Only(string folder) => Directory.GetDirectories(folder).ShouldHaveSingleItem();

    private static string Summary(string folder)
    {
        var summary = JsonNode.Parse(File.ReadAllText(Path.Combine(Only(folder), "summary.json")))!.AsObject();
        summary.Remove("runId");
        summary["scores"]!.AsObject().Remove("latency");
        return summary.ToJsonString();
    }
}
