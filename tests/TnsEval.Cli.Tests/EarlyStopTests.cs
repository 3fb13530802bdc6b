using System.Text.Json.Nodes;
using TnsEval.Runs;

namespace TnsEval.Cli.Tests;

public sealed class EarlyStopTests
{
    private const string Stopping = "--stop-early --max-miss-rate 10% --max-false-alarm-rate 0.9 --progress none";

    /// <summary>Half of the escalate tickets are missed by a model that looks for one word, and a quarter of the benign ones alarm.</summary>
    private static readonly string[] Tickets =
        [.. Enumerable.Range(0, 300).Select(number => CommandLine.Ticket($"t-{number:000}", number % 2 == 0, number % 8 is 0 or 2 or 3 ? $"ALARM {number}" : $"Question {number}"))];

    [Fact]
    public async Task A_run_stops_when_its_limits_are_decided_and_says_what_that_saved()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);

        var result = await commandLine.InvokeAsync($"run --model scripted/keyword --concurrency 1 {Stopping}");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("stopped early: 300 were planned");
        result.Output.ShouldContain("misses above 10 % shown after");
        result.Output.ShouldContain("false alarms below 90 % shown after");
        var summary = Summary(commandLine.OnlyRun);
        var (counted, beyond, saved) = ((int)summary["stop"]!["after"]!, (int)summary["stop"]!["finishedBeyond"]!, (long)summary["stop"]!["tokensSaved"]!);
        Journaled(commandLine.OnlyRun).Length.ShouldBe(counted);
        counted.ShouldBeInRange(10, 100);
        var tokens = summary["scores"]!["tokens"]!;
        saved.ShouldBe(((long)tokens["input"]! + (long)tokens["output"]!) * (300 - counted - beyond) / counted);
        result.Output.ShouldContain($"saved         {300 - counted - beyond} of 300 tickets, about {saved:N0} tokens");
        JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(commandLine.OnlyRun, "run.json")))!["stop"]!.ToJsonString().ShouldBe(summary["stop"]!.ToJsonString());
    }

    [Fact]
    public async Task The_same_cases_are_counted_however_many_were_open_at_once()
    {
        using var one = CommandLine.WithPromptAndSet(Tickets);
        using var many = CommandLine.WithPromptAndSet(Tickets);

        await one.InvokeAsync($"run --model scripted/keyword --concurrency 1 {Stopping}");
        await many.InvokeAsync($"run --model scripted/latency-5 --concurrency 64 {Stopping}");

        Journaled(many.OnlyRun).ShouldBe(Journaled(one.OnlyRun), ignoreOrder: true);
        Comparable(many.OnlyRun).ShouldBe(Comparable(one.OnlyRun));
        var beyond = (int)Summary(many.OnlyRun)["stop"]!["finishedBeyond"]!;
        beyond.ShouldBeGreaterThan(0);
        JournalReader.Read(Path.Combine(many.OnlyRun, "cases.beyond-stop.jsonl")).Count().ShouldBe(beyond);
    }

    [Fact]
    public async Task A_run_that_was_killed_before_its_summary_comes_to_the_same_stop()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);
        await commandLine.InvokeAsync($"run --model scripted/latency-5 --concurrency 64 {Stopping}");
        var (expected, journal) = (Comparable(commandLine.OnlyRun), Path.Combine(commandLine.OnlyRun, "cases.jsonl"));
        var (counted, beyond) = (await File.ReadAllLinesAsync(journal), await File.ReadAllLinesAsync(Path.Combine(commandLine.OnlyRun, "cases.beyond-stop.jsonl")));

        foreach (var kept in new[] { [.. counted[..5], .. beyond], (string[])[.. beyond, .. counted], counted })
        {
            File.Delete(Path.Combine(commandLine.OnlyRun, "summary.json"));
            await File.WriteAllTextAsync(journal, string.Concat(kept.Select(line => line + "\n")));

            (await commandLine.InvokeAsync("run --resume latest --progress none")).ExitCode.ShouldBe(0);

            Comparable(commandLine.OnlyRun).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task A_limit_that_is_never_decided_lets_the_run_go_to_its_end()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);

        var result = await commandLine.InvokeAsync("run --model scripted/keyword --stop-early --max-miss-rate 50% --progress none");

        result.Output.ShouldContain("300 tickets\n");
        result.Output.ShouldContain("misses at most 50 %: not decided");
        result.Output.ShouldContain("nothing: the run went to its last ticket");
        Journaled(commandLine.OnlyRun).Length.ShouldBe(300);
    }

    [Fact]
    public async Task A_run_that_stopped_early_scores_again_as_it_did_and_is_no_part_of_another()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);
        var ran = await commandLine.InvokeAsync($"run --model scripted/keyword {Stopping}");
        var before = await File.ReadAllTextAsync(Path.Combine(commandLine.OnlyRun, "summary.json"));

        var rescored = await commandLine.InvokeAsync("rescore latest");
        var shown = await commandLine.InvokeAsync("show latest --misses");
        var merged = await commandLine.InvokeAsync("merge latest");

        rescored.Output.ShouldBe(ran.Output);
        (await File.ReadAllTextAsync(Path.Combine(commandLine.OnlyRun, "summary.json"))).ShouldBe(before);
        shown.Output.ShouldContain("which stopped early after");
        merged.ExitCode.ShouldBe(2);
        merged.Error.ShouldContain("the run had limits to stop at");
    }

    [Theory]
    [InlineData("--stop-early", "--stop-early: there is no limit to stop at")]
    [InlineData("--max-miss-rate 5%", "--max-miss-rate: does nothing by itself")]
    [InlineData("--stop-early --max-miss-rate 0", "--max-miss-rate takes a share above 0 % and below 100 %, such as 5% or 0.05, not \"0\"")]
    [InlineData("--stop-early --max-false-alarm-rate 100%", "--max-false-alarm-rate takes a share")]
    [InlineData("--stop-early --max-false-alarm-rate 5", "--max-false-alarm-rate takes a share")]
    [InlineData("--stop-early --max-miss-rate 5% --repeat 2", "--stop-early: cannot be given together with repeats")]
    [InlineData("--stop-early --max-miss-rate 5% --shard 1/2", "--shard: cannot be given together with --stop-early")]
    [InlineData("--stop-early --max-miss-rate 5% --watch", "--stop-early: cannot be given together with --watch")]
    public async Task Limits_that_could_not_be_kept_to_are_refused_before_anything_runs(string options, string problem)
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);

        var result = await commandLine.InvokeAsync($"run --model scripted/keyword {options}");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(problem);
        Directory.Exists(commandLine.Runs).ShouldBeFalse();
    }

    [Fact]
    public async Task Limits_cannot_be_changed_once_the_run_has_begun()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);
        await commandLine.InvokeAsync($"run --model scripted/keyword {Stopping}");
        File.Delete(Path.Combine(commandLine.OnlyRun, "summary.json"));

        var result = await commandLine.InvokeAsync("run --resume latest --stop-early --max-miss-rate 40%");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("--max-miss-rate: cannot be given together with --resume");
    }

    private static string[] Journaled(string run) => [.. JournalReader.Read(Path.Combine(run, "cases.jsonl")).Select(record => record.Id.Value)];

    private static JsonObject Summary(string run) => JsonNode.Parse(File.ReadAllText(Path.Combine(run, "summary.json")))!.AsObject();

    /// <summary>The summary without what times and the number of open cases decide.</summary>
    private static string Comparable(string run)
    {
        var summary = Summary(run);
        summary.Remove("runId");
        summary.Remove("model");
        summary["scores"]!.AsObject().Remove("latency");
        summary["stop"]!.AsObject().Remove("finishedBeyond");
        summary["stop"]!.AsObject().Remove("tokensSaved");
        return summary.ToJsonString();
    }
}
