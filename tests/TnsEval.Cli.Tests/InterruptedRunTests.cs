using System.Text.Json.Nodes;
using TnsEval.Runs;
using Xunit.Abstractions;

namespace TnsEval.Cli.Tests;

/// <summary>Runs in processes of their own that are really killed or signalled.</summary>
public sealed class InterruptedRunTests(ITestOutputHelper output)
{
    private const int Tickets = 90;
    private const string Slow = "run --model scripted/latency-20 --concurrency 3 --repeat 2 --progress none";

    /// <summary>Of each process; however late this one notices, the other has not come to the end of its work.</summary>
    private static readonly (string, string) SlowAfterForty = ("SCRIPTED_SLOW_AFTER", "40");

    [Fact]
    public Task Killed_again_and_again_a_run_loses_nothing_and_does_nothing_twice() => KillAsync(Tickets, atLeast: 3);

    /// <summary>The same with some sixty kills.</summary>
    [LongFact]
    [Trait("Lane", "long")]
    public Task Killed_fifty_times_and_more_a_run_loses_nothing_and_does_nothing_twice() => KillAsync(tickets: 750, atLeast: 50);

    private async Task KillAsync(int tickets, int atLeast)
    {
        using var commandLine = WithManyTickets(tickets);
        var (kills, lost) = (0, 0);
        var random = new Random(20261122);
        var arguments = Slow;
        var isComplete = false;
        while (!isComplete)
        {
            using var process = CommandLineProcess.Start(commandLine, arguments, SlowAfterForty);
            var before = Journaled(commandLine);
            var seen = before;
            var goal = before.Length + random.Next(5, 40);
            while (!process.HasEnded && seen.Length < goal)
            {
                await Task.Delay(3);
                seen = Journaled(commandLine);
            }

            if (!process.HasEnded)
            {
                process.Kill();
                kills++;
            }

            isComplete = (await process.EndAsync()).ExitCode == 0;
            var after = Journaled(commandLine);
            after[..before.Length].ShouldBe(before);   // what was written before stays as it was
            lost += seen.Except(after, StringComparer.Ordinal).Count();
            arguments = "run --resume latest --progress none";
        }

        var lines = Journaled(commandLine);
        var twice = lines.Length - lines.Distinct(StringComparer.Ordinal).Count();
        output.WriteLine($"{kills} kills; of {2 * tickets} classifications {lost} lost after they were written, {2 * tickets - lines.Length + twice} missing at the end, {twice} journaled twice");
        kills.ShouldBeGreaterThanOrEqualTo(atLeast);
        (lost, lines.Length, twice).ShouldBe((0, 2 * tickets, 0));
        (await ScoresAsync(commandLine.OnlyRun)).ShouldBe(await UninterruptedScoresAsync(tickets));
    }

    [Theory]
    [SignalData("INT", 2, 130)]
    [SignalData("TERM", 15, 143)]
    public async Task A_signal_ends_watching(string signal, int exitCode)
    {
        if (OperatingSystem.IsWindows())
        {
            return;   // has no such signals
        }

        using var commandLine = CommandLine.WithPromptAndSet();
        using var process = CommandLineProcess.Start(commandLine, "run --model scripted/keyword --watch --progress none");
        while (!process.HasEnded && !(Directory.Exists(commandLine.Runs) && Directory.EnumerateFiles(commandLine.Runs, "summary.json", SearchOption.AllDirectories).Any()))
        {
            await Task.Delay(3);
        }

        await process.SignalAsync(signal);

        (await process.EndAsync()).ExitCode.ShouldBe(exitCode);
    }

    [Theory]
    [SignalData("INT", 2, 130)]
    [SignalData("TERM", 15, 143)]
    public async Task A_signal_lets_cases_in_flight_end_and_leaves_the_rest_to_be_resumed(string signal, int exitCode)
    {
        if (OperatingSystem.IsWindows())
        {
            return;   // has no such signals
        }

        using var commandLine = WithManyTickets(Tickets);
        using (var process = CommandLineProcess.Start(commandLine, Slow, SlowAfterForty))
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
        (await ScoresAsync(commandLine.OnlyRun)).ShouldBe(await UninterruptedScoresAsync(Tickets));
    }

    private static CommandLine WithManyTickets(int tickets) => CommandLine.WithPromptAndSet(
        [.. Enumerable.Range(0, tickets).Select(number => CommandLine.Ticket($"t-{number:000}", number % 3 == 0, number % 4 == 0 ? $"ALARM {number}" : $"Question {number}"))]);

    /// <summary>The whole lines of the journal, each by its case and repeat.</summary>
    private static string[] Journaled(CommandLine commandLine) =>
        Directory.Exists(commandLine.Runs) && Directory.GetDirectories(commandLine.Runs) is [var run]
            ? [.. JournalReader.Read(Path.Combine(run, "cases.jsonl")).Select(record => $"{record.Id}/{record.Repeat}")]
            : [];

    private static async Task<string> UninterruptedScoresAsync(int tickets)
    {
        using var commandLine = WithManyTickets(tickets);
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
