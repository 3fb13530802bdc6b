using TnsEval.Cli.Tests;
using TnsEval.Testing;
using Xunit.Abstractions;

namespace TnsEval.Workers.Tests.Runs;

/// <summary>Workers and coordinators in processes of their own that are really killed.</summary>
[NeedsServer(Server.RabbitMq)]
public sealed class KilledTests(ITestOutputHelper output)
{
    private const string Slow = "--model scripted/latency-20 --concurrency 24 --repeat 2";
    private const int Kills = 12;

    [LaneFact]
    public async Task Workers_that_are_killed_again_and_again_lose_nothing_and_nothing_counts_twice()
    {
        await using var workshop = WorkersWorkshop.WithTickets(1500);
        workshop.StartWorkers(1, "--concurrency 1");   // somebody lives on
        var random = new Random(20261122);
        var running = workshop.RunAsync(Slow + " --verbose");
        var kills = 0;
        for (; kills < Kills && !running.IsCompleted; kills++)
        {
            using var worker = CommandLineProcess.Start(workshop.CommandLine, workshop.Worker());
            var goal = workshop.Journaled().Length + random.Next(100, 200);   // all kills together: four in five of the records at most
            while (!running.IsCompleted && workshop.Journaled().Length < goal)
            {
                await Task.Delay(20);
            }

            worker.Kill();
        }

        workshop.StartWorkers(2);
        var result = await running;

        output.WriteLine($"{kills} kills. {result.Error[^Math.Min(result.Error.Length, 400)..]}");
        result.ExitCode.ShouldBe(0, result.Error);
        kills.ShouldBe(Kills);
        await ShouldEqualLocalAsync(workshop);
    }

    [LaneFact]
    public async Task A_coordinator_that_is_killed_again_and_again_goes_on_where_it_stopped()
    {
        await using var workshop = WorkersWorkshop.WithTickets(600);
        workshop.StartWorkers(3);
        var random = new Random(20261123);
        var (kills, lost) = (0, 0);
        var arguments = Slow;
        while (true)
        {
            using var run = workshop.StartRun(arguments);
            var before = workshop.Journaled();
            var seen = before;
            var goal = before.Length + random.Next(40, 250);
            while (!run.HasEnded && seen.Length < goal && kills < Kills)
            {
                await Task.Delay(3);
                seen = workshop.Journaled();
            }

            if (!run.HasEnded && kills < Kills)
            {
                run.Kill();
                kills++;
            }

            var ended = await run.EndAsync();
            lost += seen.Except(workshop.Journaled(), StringComparer.Ordinal).Count();
            arguments = "--resume latest";
            if (ended.ExitCode == 0)
            {
                break;
            }

            ended.Error.ShouldBeEmpty();
        }

        output.WriteLine($"{kills} kills, {lost} lost");
        (lost, kills >= 4).ShouldBe((0, true));
        await ShouldEqualLocalAsync(workshop);
    }

    /// <summary>A case that ends every process that works on it becomes an outcome, and takes no other case with it.</summary>
    [LaneFact]
    public async Task A_case_that_kills_workers_is_recorded_as_failed_and_nothing_else_is()
    {
        await using var workshop = WorkersWorkshop.WithTickets(60, number => number == 17 ? "DEADLY" : $"Question {number}");
        var running = workshop.RunAsync("--model scripted/deadly --concurrency 8");
        var deaths = 0;
        while (!running.IsCompleted)
        {
            using var worker = CommandLineProcess.Start(workshop.CommandLine, workshop.Worker("--once"));
            await Task.WhenAny(running, worker.EndAsync());
            deaths += running.IsCompleted ? 0 : 1;
        }

        var result = await running;

        output.WriteLine($"{deaths} deaths. {result.Error}");
        result.ExitCode.ShouldBe(0, result.Error);
        var failed = TnsEval.Runs.JournalReader.Read(Path.Combine(workshop.CommandLine.OnlyRun, "cases.jsonl")).Where(record => record.Outcome != TnsEval.Runs.OutcomeKind.Assessed).ShouldHaveSingleItem();
        failed.Id.Value.ShouldBe("t-0017");
        failed.Reason.ShouldBe("5 workers died on it, one after the other");
        result.Error.ShouldContain("t-0017 is recorded as failed");
    }

    private static async Task ShouldEqualLocalAsync(WorkersWorkshop workshop)
    {
        var journaled = workshop.Journaled();
        journaled.Distinct(StringComparer.Ordinal).Count().ShouldBe(journaled.Length);
        var local = await workshop.LocalRunAsync(Slow.Replace("latency-20", "keyword", StringComparison.Ordinal));
        WorkersWorkshop.Summary(workshop.CommandLine.OnlyRun).Replace("latency-20", "keyword", StringComparison.Ordinal).ShouldBe(WorkersWorkshop.Summary(local));
        WorkersWorkshop.Records(workshop.CommandLine.OnlyRun).ShouldBe(WorkersWorkshop.Records(local));
    }
}
