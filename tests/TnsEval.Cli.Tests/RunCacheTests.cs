using System.Text.Json.Nodes;

namespace TnsEval.Cli.Tests;

public sealed class RunCacheTests
{
    [Fact]
    public async Task What_was_answered_once_is_not_asked_again_and_scores_the_same()
    {
        using var commandLine = CommandLine.WithPromptAndSet([.. CommandLine.SomeTickets, CommandLine.Ticket("t-slip", escalate: false, "SLIP once, then well.")]);

        var first = await commandLine.InvokeAsync("run --model scripted/mixed --cache read-write --json --progress none");
        var second = await commandLine.InvokeAsync("run --model scripted/mixed --cache read-write --json --progress none");

        (CachedAnswers(first), CachedAnswers(second)).ShouldBe((0, 6));
        Scores(second).ShouldBe(Scores(first));
    }

    [Fact]
    public async Task Only_answers_that_were_assessed_are_kept()
    {
        using var commandLine = CommandLine.WithPromptAndSet(
            CommandLine.Ticket("t-good", escalate: false, "Well."),
            CommandLine.Ticket("t-broken", escalate: false, "BROKEN for ever."),
            CommandLine.Ticket("t-refuse", escalate: true, "REFUSE to read this."),
            CommandLine.Ticket("t-cut", escalate: true, "CUT short."));

        await commandLine.InvokeAsync("run --model scripted/mixed --cache read-write");
        var replayed = await commandLine.InvokeAsync("run --model scripted/mixed --cache replay-only --json --progress none");

        replayed.ExitCode.ShouldBe(4);
        replayed.Error.ShouldContain("3 of 4 cases have no recorded answer");
        CachedAnswers(replayed).ShouldBe(1);
    }

    [Fact]
    public async Task What_was_answered_before_a_run_was_stopped_is_in_the_cache_and_is_replayed_without_the_key()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var stopped = await commandLine.InvokeAsync("run --model scripted/revoked-after-3 --cache read-write --concurrency 1 --progress none");
        var replayed = await commandLine.InvokeAsync("run --model scripted/revoked-after-3 --cache replay-only --json --progress none");

        stopped.ExitCode.ShouldBe(4);
        CachedAnswers(replayed).ShouldBe(3);
    }

    [Fact]
    public async Task A_file_that_is_no_cache_is_a_problem_before_anything_runs()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("eval.runsettings", "<RunSettings><TnsEval><Run><Cache>read-write</Cache><CacheFile>notes.txt</CacheFile></Run></TnsEval></RunSettings>");
        commandLine.Folder.Write("notes.txt", string.Concat(Enumerable.Repeat("my notes\n", 100)));

        var result = await commandLine.InvokeAsync("run --model scripted/mixed");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("notes.txt: is not a cache: no SQLite database");
        Directory.Exists(commandLine.Runs).ShouldBeFalse();
    }

    /// <summary>Real processes: locks between them are not those between connections of one.</summary>
    [Fact]
    public async Task Eight_processes_that_share_a_cache_lose_and_corrupt_nothing()
    {
        const int Processes = 8, Each = 40, Shared = 20;
        using var commandLine = CommandLine.WithPromptAndSet();
        var shared = Enumerable.Range(0, Shared).Select(number => CommandLine.Ticket($"t-all{number}", escalate: false, $"Shared {number}.")).ToArray();
        var own = Enumerable.Range(0, Processes).Select(process => Enumerable.Range(0, Each)
            .Select(number => CommandLine.Ticket($"t-p{process}n{number}", escalate: false, $"Own {process} {number}.")).ToArray()).ToArray();
        for (var process = 0; process < Processes; process++)
        {
            commandLine.Folder.Write($"p{process}.jsonl", string.Join('\n', [.. shared, .. own[process]]) + "\n");
        }

        commandLine.Folder.Write("union.jsonl", string.Join('\n', [.. shared, .. own.SelectMany(tickets => tickets)]) + "\n");

        var runs = await Task.WhenAll(Enumerable.Range(0, Processes).Select(process => RunProcessAsync(
            commandLine, $"run --model scripted/keyword --cache read-write --set p{process}.jsonl --progress none --out runs-{process}")));
        var union = await commandLine.InvokeAsync("run --model scripted/keyword --cache replay-only --set union.jsonl --json --progress none");

        runs.ShouldAllBe(run => run.ExitCode == 0, string.Join('\n', runs.Select(run => run.Error)));
        runs.ShouldAllBe(run => run.Error.Length == 0, string.Join('\n', runs.Select(run => run.Error)));
        union.ExitCode.ShouldBe(0, union.Error);
        CachedAnswers(union).ShouldBe(Shared + (Processes * Each));
    }

    private static async Task<CommandLine.Result> RunProcessAsync(CommandLine commandLine, string arguments)
    {
        using var process = CommandLineProcess.Start(commandLine, arguments);
        return await process.EndAsync();
    }

    private static int CachedAnswers(CommandLine.Result result) => JsonNode.Parse(result.Output)!["runs"]![0]!["cachedAnswers"]!.GetValue<int>();

    private static string Scores(CommandLine.Result result)
    {
        var scores = JsonNode.Parse(result.Output)!["runs"]![0]!["scores"]!.AsObject();
        scores.Remove("latency");
        return scores.ToJsonString();
    }
}
