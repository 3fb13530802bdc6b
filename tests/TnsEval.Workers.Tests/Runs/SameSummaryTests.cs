using TnsEval.Cli.Tests;
using TnsEval.Testing;

namespace TnsEval.Workers.Tests.Runs;

[NeedsServer(Server.RabbitMq)]
public sealed class SameSummaryTests
{
    [LaneTheory]
    [InlineData("--prompt v1")]
    [InlineData("--prompt v6")]
    [InlineData("--prompt v1 --limit 60 --repeat 3")]
    [InlineData("--prompt v1 --limit 30 --perturb all")]
    [InlineData("--prompt v2 --shard 2/3")]
    [InlineData("--prompt v1 --stop-early --max-miss-rate 10% --max-false-alarm-rate 5%")]
    public async Task A_run_over_three_workers_equals_one_on_a_single_machine(string arguments)
    {
        await using var workshop = new WorkersWorkshop(new CommandLine { WorkingDirectory = TestPaths.RepositoryRoot });
        workshop.StartWorkers(3);
        var local = await workshop.LocalRunAsync(arguments);

        var result = await workshop.RunAsync($"{arguments} --out {workshop.CommandLine.Runs} --concurrency 12");

        result.ExitCode.ShouldBe(0, result.Error);
        WorkersWorkshop.Summary(workshop.CommandLine.OnlyRun).ShouldBe(WorkersWorkshop.Summary(local));
        WorkersWorkshop.Records(workshop.CommandLine.OnlyRun).ShouldBe(WorkersWorkshop.Records(local));
    }

    [LaneFact]
    public async Task Every_outcome_is_the_one_of_a_single_machine()
    {
        string[] bodies = ["SLIP ALARM", "BROKEN", "REFUSE", "CUT", "ALARM", "a question"];
        await using var workshop = WorkersWorkshop.WithTickets(24, number => bodies[number % bodies.Length]);
        workshop.StartWorkers(3);
        var local = await workshop.LocalRunAsync("--model scripted/mixed --retries 0");

        (await workshop.RunAsync("--model scripted/mixed --retries 0")).ExitCode.ShouldBe(0);

        WorkersWorkshop.Summary(workshop.CommandLine.OnlyRun).ShouldBe(WorkersWorkshop.Summary(local));
        WorkersWorkshop.Records(workshop.CommandLine.OnlyRun).ShouldBe(WorkersWorkshop.Records(local));
    }

    [LaneFact]
    public async Task A_cassette_recorded_over_workers_is_the_one_of_a_single_machine()
    {
        await using var workshop = WorkersWorkshop.WithTickets(30);
        workshop.StartWorkers(2);
        await workshop.LocalRunAsync($"--model scripted/keyword --repeat 2 --record {workshop.CommandLine.Folder["local.cassette"]}");

        (await workshop.RunAsync($"--model scripted/keyword --repeat 2 --record {workshop.CommandLine.Folder["workers.cassette"]}")).ExitCode.ShouldBe(0);

        File.ReadAllText(workshop.CommandLine.Folder["workers.cassette"]).ShouldBe(File.ReadAllText(workshop.CommandLine.Folder["local.cassette"]));
    }

    [LaneFact]
    public async Task Workers_keep_answers_in_their_cache_and_a_second_run_makes_no_call()
    {
        await using var workshop = WorkersWorkshop.WithTickets(30);
        workshop.StartWorkers(2);

        (await workshop.RunAsync("--model scripted/keyword --cache read-write")).ExitCode.ShouldBe(0);
        var again = await workshop.RunAsync("--model scripted/keyword --cache read-write --json");

        again.ExitCode.ShouldBe(0, again.Error);
        System.Text.Json.Nodes.JsonNode.Parse(again.Output)!["runs"]![0]!["cachedAnswers"]!.GetValue<int>().ShouldBe(30);
    }

    [LaneFact]
    public async Task Several_runs_of_one_command_are_worked_on_one_after_the_other()
    {
        await using var workshop = WorkersWorkshop.WithTickets(20);
        workshop.StartWorkers(2);

        var result = await workshop.RunAsync("--model scripted/keyword --model scripted/latency-5");

        result.ExitCode.ShouldBe(0, result.Error);
        Directory.GetDirectories(workshop.CommandLine.Runs).Length.ShouldBe(2);
    }
}
