using System.Diagnostics;
using TnsEval.Cli.Tests;
using TnsEval.Testing;

namespace TnsEval.Workers.Tests.Runs;

[NeedsServer(Server.RabbitMq)]
public sealed class FaultTests
{
    [LaneFact]
    public async Task Bad_credentials_at_a_worker_stop_the_run_which_others_can_go_on_with()
    {
        await using var workshop = WorkersWorkshop.WithTickets(200);
        workshop.StartWorkers(2);

        var stopped = await workshop.RunAsync("--model scripted/revoked-after-30");

        stopped.ExitCode.ShouldBe(4, stopped.Error);
        stopped.Error.ShouldContain("the provider refused the credentials: 401 from the server");
        stopped.Error.ShouldContain("go on with: tnseval run --resume");
        workshop.Journaled().Length.ShouldBeInRange(1, 199);
    }

    [LaneFact]
    public async Task A_budget_holds_over_workers_and_the_run_goes_on_with_a_higher_one()
    {
        await using var workshop = WorkersWorkshop.WithTickets(60);
        workshop.StartWorkers(2);

        var stopped = await workshop.RunAsync("--model scripted/keyword --max-tokens 2000");
        var first = workshop.Journaled().Length;
        var ended = await workshop.RunAsync("--resume latest --max-tokens 10000000");

        stopped.ExitCode.ShouldBe(4, stopped.Error);
        stopped.Error.ShouldContain("the budget is spent");
        first.ShouldBeLessThan(60);
        ended.ExitCode.ShouldBe(0, ended.Error);
        workshop.Journaled().Length.ShouldBe(60);
    }

    [LaneFact]
    public async Task A_stopped_run_keeps_what_is_under_way_and_leaves_no_queues_behind()
    {
        await using var workshop = WorkersWorkshop.WithTickets(400);
        workshop.StartWorkers(2);
        using var stop = new CancellationTokenSource();
        var running = workshop.RunAsync("--model scripted/latency-50 --concurrency 10", stop.Token);
        while (workshop.Journaled().Length < 20)
        {
            await Task.Delay(10);
        }

        var clock = Stopwatch.StartNew();
        await stop.CancelAsync();
        var stopped = await running;

        stopped.ExitCode.ShouldBe(130, stopped.Error);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(4), "calls of 50 ms need no grace period of 5 s");
        var ended = await workshop.RunAsync("--resume latest");
        ended.ExitCode.ShouldBe(0, ended.Error);
        WorkersWorkshop.Records(workshop.CommandLine.OnlyRun).ShouldBe(WorkersWorkshop.Records(await workshop.LocalRunAsync("--model scripted/keyword")));
    }

    [LaneFact]
    public async Task A_worker_that_is_stopped_ends_its_calls_and_gives_the_rest_back()
    {
        await using var workshop = WorkersWorkshop.WithTickets(150);
        var running = workshop.RunAsync("--model scripted/latency-50 --concurrency 6 --verbose");
        using (var worker = CommandLineProcess.Start(workshop.CommandLine, workshop.Worker("--json")))
        {
            while (workshop.Journaled().Length < 30)
            {
                await Task.Delay(10);
            }

            await worker.SignalAsync("TERM");
            var left = await worker.EndAsync();
            left.ExitCode.ShouldBe(143, left.Error);
            left.Output.ShouldContain("\"cases\": ");
        }

        workshop.StartWorkers(1);
        var result = await running;

        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldContain(" left.");
        result.Error.ShouldNotContain("came twice");
    }

    [LaneFact]
    public async Task A_login_that_the_broker_refuses_is_told_without_the_password()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        var uri = new UriBuilder(Servers.RabbitMq) { UserName = "nobody", Password = "sk-canary-9" };

        var run = await commandLine.InvokeAsync($"run --model scripted/keyword --workers {uri.Uri}");
        var worker = await commandLine.InvokeAsync($"worker --queue {uri.Uri}");

        (run.ExitCode, worker.ExitCode).ShouldBe((4, 4));
        (run.Error + worker.Error).ShouldContain("refuses this user and password");
        (run.Error + worker.Error).ShouldNotContain("sk-canary-9");
        Directory.Exists(commandLine.Runs).ShouldBeFalse("nothing was begun");
    }
}
