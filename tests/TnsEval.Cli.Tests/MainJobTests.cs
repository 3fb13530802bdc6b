using System.Text.Json.Nodes;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests;

/// <summary>The main job on what ships: every prompt version, the offline provider, the default set.</summary>
public sealed class MainJobTests
{
    [Fact]
    public async Task Every_shipped_version_runs_over_the_default_set_with_an_answer_to_each_ticket_and_topics_alone_raise_the_most_false_alarms()
    {
        using var commandLine = new CommandLine { WorkingDirectory = TestPaths.RepositoryRoot };

        var result = await commandLine.InvokeAsync($"run --json --progress none --out {commandLine.Folder.Path}");

        result.ExitCode.ShouldBe(0, result.Error);
        var scores = JsonNode.Parse(result.Output)!["runs"]!.AsArray()
            .ToDictionary(run => run!["prompt"]!["name"]!.GetValue<string>(), run => run!["scores"]!);
        foreach (var (version, score) in scores)
        {
            score["coverage"]!["value"]!.GetValue<double>().ShouldBe(1, version);
        }

        // Intervals apart: a difference between versions, not a chance of the set.
        scores["v1"]["falseAlarms"]!["low"]!.GetValue<double>().ShouldBeGreaterThan(scores["v4"]["falseAlarms"]!["high"]!.GetValue<double>());
    }

    [Fact]
    public async Task The_shipped_set_prompts_and_plugins_have_no_problems()
    {
        using var commandLine = new CommandLine { WorkingDirectory = TestPaths.RepositoryRoot };

        foreach (var what in new[] { "sets", "prompts", "plugins" })
        {
            var result = await commandLine.InvokeAsync($"{what} check");

            result.ExitCode.ShouldBe(0, result.Error);
        }
    }
}
