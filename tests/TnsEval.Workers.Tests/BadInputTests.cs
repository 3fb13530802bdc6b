using TnsEval.Cli.Tests;
using TnsEval.Testing;

namespace TnsEval.Workers.Tests;

/// <summary>What needs no broker.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("http://host/", "its scheme is http")]
    [InlineData("broker.example.org", "is no URI")]
    [InlineData("NOT_SET", "no environment variable of that name is set")]
    public async Task An_address_that_is_none_is_told_before_anything_is_begun(string address, string message)
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var run = await commandLine.InvokeAsync($"run --workers {address}");
        var worker = await commandLine.InvokeAsync($"worker --queue {address}");

        (run.ExitCode, worker.ExitCode).ShouldBe((2, 2));
        run.Error.ShouldContain(message);
        worker.Error.ShouldContain(message);
        Directory.Exists(commandLine.Runs).ShouldBeFalse();
    }

    [Theory]
    [InlineData("run --workers amqp://localhost/ --cache replay-only", "--cache: replay-only cannot be given together with --workers")]
    [InlineData("run --workers amqp://localhost/ --watch", "--workers: cannot be given together with --watch")]
    [InlineData("run --pool gpu", "--pool: means nothing without --workers")]
    [InlineData("run --workers amqp://localhost/ --pool a/b", "--pool: is not a name")]
    [InlineData("worker --queue amqp://localhost/ --concurrency 0", "--concurrency must be at least 1")]
    [InlineData("worker", "--queue")]
    public async Task What_does_not_go_together_is_refused(string arguments, string message)
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync(arguments);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(message);
    }

    [Fact]
    public async Task A_broker_that_cannot_be_reached_is_tried_for_a_while_and_told()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeHurriedAsync("run --workers amqp://127.0.0.1:9/");

        result.ExitCode.ShouldBe(4);
        result.Error.ShouldContain("RabbitMQ at amqp://127.0.0.1:9/");
        result.Error.ShouldContain("Trying again for 30 s");
        Directory.Exists(commandLine.Runs).ShouldBeFalse();
    }

    /// <summary>Other runs and --help must not pay for what they do not use.</summary>
    [Fact]
    public async Task A_run_without_workers_does_not_load_the_client_of_the_broker()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;   // only there a process shows what it has loaded
        }

        using var commandLine = CommandLine.WithPromptAndSet();
        using var process = CommandLineProcess.Start(commandLine, "run --model scripted/hangs --progress none");
        while (!process.HasEnded && !(Directory.Exists(commandLine.Runs) && Directory.EnumerateFiles(commandLine.Runs, "cases.jsonl", SearchOption.AllDirectories).Any()))
        {
            await Task.Delay(10);
        }

        var maps = await File.ReadAllTextAsync($"/proc/{process.Id}/maps");
        process.Kill();

        maps.ShouldContain("TnsEval.dll");
        maps.ShouldNotContain("RabbitMQ.Client");
        maps.ShouldNotContain("TnsEval.Workers.dll");
    }
}
