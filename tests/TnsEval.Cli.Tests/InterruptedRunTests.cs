using System.Text.Json.Nodes;
using TnsEval.Runs;

namespace TnsEval.Cli.Tests;

/// <summary>Runs in processes of their own that are really killed or signalled.</summary>
public sealed class InterruptedRunTests
{
    private const int Tickets = 90;
    private const string Slow = "run --model scripted/latency-20 --concurrency 3 --repeat 2 --progress none";

    [Fact]
    public async Task Killed_again_and_again_a_run_loses_nothing_and_does_nothing_twice()
    {
        using var commandLine = WithManyTickets();
        var kills = 0;
        var random = new Random(20261122);
        var arguments = Slow;
        var isComplete = false;
        while (!isComplete)
        {
            using var process = CommandLineProcess.Start(commandLine, arguments);
            var before = Journaled(commandLine);
            var goal = before.Length + random.Next(5, 40);
            while (!process.HasEnded && Journaled(commandLine).Length < goal)
            {
                await Task.Delay(3);
            }

            if (!process.HasEnded)
            {
                process.Kill();
                kills++;
            }

            isComplete = (await process.EndAsync()).ExitCode == 0;
            var after = Journaled(commandLine);
            after[..before.Length].ShouldBe(before);   // what was written before stays as it was
            arguments = "run --resume latest --progress none";
        }

        kills.ShouldBeGreaterThan(2);
        var lines = Journaled(commandLine);
        lines.Length.ShouldBe(2 * Tickets);
        lines.Distinct(StringComparer.Ordinal).Count().ShouldBe(2 * Tickets);
        (await ScoresAsync(commandLine.OnlyRun)).ShouldBe(await UninterruptedScoresAsync());
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_lets_cases_in_flight_end_and_leaves_the_rest_to_be_resumed(string signal, int exitCode)
    {
        if (OperatingSystem.IsWindows())
        {
            return;   // has no such signals
        }

        using var commandLine = WithManyTickets();
        using (var process = CommandLineProcess.Start(commandLine, Slow))
        {
            while (Journaled(commandLine).Length < 10 && !process.HasEnded)
            {
                await Task.Delay(3);
            }

            await process.SignalAsync(signal);
            var stopped = await process.EndAsync();

            stopped.ExitCode.ShouldBe(exitCode, stopped.Error);
            stopped.Error.ShouldContain("Go on with: tnseval run --resume");
        }

        Journaled(commandLine).Length.ShouldBeInRange(10, (2 * Tickets) - 1);
        (await commandLine.InvokeAsync("run --resume latest --progress none")).ExitCode.ShouldBe(0);
        (await ScoresAsync(commandLine.OnlyRun)).ShouldBe(await UninterruptedScoresAsync());
    }

    private static CommandLine WithManyTickets() => CommandLine.WithPromptAndSet(
        [.. Enumerable.Range(0, Tickets).Select(number => CommandLine.Ticket($"t-{number:000}", number % 3 == 0, number % 4 == 0 ? $"ALARM {number}" : $"Question {number}"))]);

    /// <summary>The whole lines of the journal, each by its case and repeat.</summary>
    private static string[] Journaled(CommandLine commandLine) =>
        Directory.Exists(commandLine.Runs) && Directory.GetDirectories(commandLine.Runs) is [var run]
            ? [.. JournalReader.Read(Path.Combine(run, "cases.jsonl")).Select(record => $"{record.Id}/{record.Repeat}")]
            : [];

    private static async Task<string> UninterruptedScoresAsync()
    {
        using var commandLine = WithManyTickets();
        (await commandLine.InvokeAsync(Slow.Replace("latency-20", "keyword", StringComparison.Ordinal))).ExitCode.ShouldBe(0);
        return await ScoresAsync(commandLine.OnlyRun);
    }

    private static async Task<string> ScoresAsync(string run)
    {
        var scores = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(run, "summary.json")))!["scores"]!.AsObject();
        scores.Remove("latency");
        return scores.ToJsonString();
    }
}
