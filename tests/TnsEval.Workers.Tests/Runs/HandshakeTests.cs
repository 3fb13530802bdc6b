using TnsEval.Cli;
using TnsEval.Cli.Tests;
using TnsEval.Testing;

namespace TnsEval.Workers.Tests.Runs;

[NeedsServer(Server.RabbitMq)]
public sealed class HandshakeTests
{
    [LaneFact]
    public async Task A_worker_without_the_plugin_is_refused_and_both_sides_say_why()
    {
        await using var workshop = WorkersWorkshop.WithTickets(6);
        var folder = workshop.CommandLine.Folder["no-plugins"];
        Directory.CreateDirectory(folder);

        var (run, worker) = await RefuseAsync(workshop, context => context with { PluginRoots = [folder] }, "--model scripted/keyword");

        worker.ExitCode.ShouldBe(2, worker.Error);
        worker.Error.ShouldContain("refused. ");
        worker.Error.ShouldContain("there is no plugin 'scripted'");
        run.Error.ShouldContain("Worker stranger is refused: ");
        run.Error.ShouldContain("there is no plugin 'scripted'");
    }

    [LaneFact]
    public async Task A_worker_with_another_build_of_the_plugin_is_refused()
    {
        await using var workshop = WorkersWorkshop.WithTickets(6);
        var other = workshop.CommandLine.Folder["other/scripted"];
        Directory.CreateDirectory(other);
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "plugins/scripted")))
        {
            File.Copy(file, Path.Combine(other, Path.GetFileName(file)));
        }

        await File.WriteAllTextAsync(Path.Combine(other, "notes.txt"), "another file");

        var (run, worker) = await RefuseAsync(workshop, context => context with { PluginRoots = [workshop.CommandLine.Folder["other"]] }, "--model scripted/keyword");

        worker.Error.ShouldContain("plugin files: the worker's is ");
        run.Error.ShouldContain("Install the same build of plugin 'scripted' on both");
    }

    [LaneFact]
    public async Task A_worker_without_a_key_is_refused_and_the_coordinator_needs_none()
    {
        await using var workshop = WorkersWorkshop.WithTickets(2);
        using var stop = new CancellationTokenSource();
        var running = workshop.RunAsync("--model openai/gpt-4.1-mini", stop.Token);

        var worker = await workshop.CommandLine.InvokeAsync(workshop.Worker("--once --name keyless"));
        await stop.CancelAsync();

        worker.ExitCode.ShouldBe(2, worker.Error);
        worker.Error.ShouldContain("OPENAI_API_KEY");
        var run = await running;
        run.ExitCode.ShouldBe(130);
        run.Error.ShouldContain("Worker keyless is refused: ");
    }

    [LaneFact]
    public async Task Workers_of_another_pool_are_not_asked()
    {
        await using var workshop = WorkersWorkshop.WithTickets(2);
        await using var others = WorkersWorkshop.WithTickets(2);
        others.StartWorkers(1);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(5));

        var run = await workshop.RunAsync("--model scripted/keyword", stop.Token);

        run.ExitCode.ShouldBe(130);
        run.Error.ShouldContain("No worker yet. Start some: tnseval worker --queue amqp://");
        run.Error.ShouldNotContain("guest");
        workshop.Journaled().ShouldBeEmpty();
    }

    [LaneFact]
    public async Task A_second_coordinator_of_one_run_is_refused()
    {
        await using var workshop = WorkersWorkshop.WithTickets(100);
        using var stop = new CancellationTokenSource();
        var running = workshop.RunAsync("--model scripted/keyword", stop.Token);
        while (!Directory.Exists(workshop.CommandLine.Runs) || !File.Exists(Path.Combine(workshop.CommandLine.OnlyRun, "cases.jsonl")))
        {
            await Task.Delay(10);
        }

        await Task.Delay(1500);   // until it has the queues
        var copy = workshop.CommandLine.Folder[$"copies/{Path.GetFileName(workshop.CommandLine.OnlyRun)}"];
        Directory.CreateDirectory(copy);
        File.Copy(Path.Combine(workshop.CommandLine.OnlyRun, "run.json"), Path.Combine(copy, "run.json"));
        await File.WriteAllTextAsync(Path.Combine(copy, "cases.jsonl"), "");

        var second = await workshop.RunAsync($"--resume {copy}");

        second.ExitCode.ShouldBe(2);
        second.Error.ShouldContain("another coordinator works on this run");
        workshop.StartWorkers(1);
        (await running).ExitCode.ShouldBe(0);
    }

    private static async Task<(CommandLine.Result Run, CommandLine.Result Worker)> RefuseAsync(WorkersWorkshop workshop, Func<CommandContext, CommandContext> change, string arguments)
    {
        var running = workshop.RunAsync(arguments);
        var error = new StringWriter();
        var context = change(workshop.CommandLine.Context() with { Error = TextWriter.Synchronized(error) });
        var exitCode = await TnsEvalCommand.InvokeAsync(workshop.Worker("--once --name stranger").Split(' '), context).WaitAsync(TimeSpan.FromSeconds(30));
        workshop.StartWorkers(1);
        var run = await running;
        run.ExitCode.ShouldBe(0, run.Error);
        return (run, new CommandLine.Result(exitCode, "", error.ToString()));
    }
}
