using System.Text.Json.Nodes;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests;

public sealed class RecordAndReplayTests
{
    private static readonly string[] Tickets =
    [
        .. CommandLine.SomeTickets,
        CommandLine.Ticket("t-slip", escalate: false, "SLIP once, then well."),
        CommandLine.Ticket("t-broken", escalate: false, "BROKEN for ever."),
        CommandLine.Ticket("t-refuse", escalate: true, "REFUSE to read this."),
        CommandLine.Ticket("t-cut", escalate: true, "CUT short."),
    ];

    [Fact]
    public async Task A_replay_of_a_recorded_run_has_the_same_scores_refusals_and_repairs_included()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);

        var recorded = await commandLine.InvokeAsync("run --model scripted/mixed --record v1.jsonl --json --progress none");
        var replayed = await commandLine.InvokeAsync("run --model replay/v1.jsonl --json --progress none");

        (recorded.ExitCode, replayed.ExitCode).ShouldBe((0, 0), replayed.Error);
        recorded.Error.ShouldBe("Recorded in v1.jsonl. It quotes tickets: read it before you share it.\n");
        Scores(replayed)["outcomes"]!.ToJsonString().ShouldBe("""{"assessed":5,"malformed":1,"refused":1,"truncated":1,"timed_out":0,"failed":0}""");
        Scores(replayed).ToJsonString().ShouldBe(Scores(recorded).ToJsonString());
    }

    [Fact]
    public async Task Two_recordings_of_one_run_are_the_same_bytes_and_name_tickets_without_holding_them()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);

        await commandLine.InvokeAsync("run --model scripted/mixed --record a.jsonl --concurrency 1");
        await commandLine.InvokeAsync("run --model scripted/mixed --record b.jsonl --concurrency 8");

        var cassette = await File.ReadAllTextAsync(commandLine.Folder["a.jsonl"]);
        cassette.ShouldBe(await File.ReadAllTextAsync(commandLine.Folder["b.jsonl"]));
        cassette.Split('\n').Length.ShouldBe(Tickets.Length + 2 + 1);
        cassette.ShouldContain("\"case\":\"t-slip\",\"repeat\":0,\"turn\":2");
        cassette.ShouldNotContain("coin challenge");
        Directory.GetDirectories(commandLine.Runs).SelectMany(Directory.GetFiles).Select(Path.GetFileName).ShouldNotContain("recording.jsonl");
    }

    [Theory]
    [InlineData("--seed 2", 8)]
    [InlineData("--prompt changed.prompt.yml", 8)]
    [InlineData("--set eval-sets/tns-support/dev.jsonl --set more.jsonl", 1)]
    public async Task What_was_not_recorded_fails_its_case_and_the_run_ends_with_4_and_says_how_many(string change, int missing)
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);
        commandLine.Folder.Write("changed.prompt.yml", PromptText.Valid("changed", "Assess it otherwise."));
        commandLine.Folder.Write("more.jsonl", CommandLine.Ticket("t-more", escalate: false, "A new ticket.") + "\n");
        await commandLine.InvokeAsync("run --model scripted/mixed --record v1.jsonl");

        var replayed = await commandLine.InvokeAsync($"run --model replay/v1.jsonl --json --progress none {change}");

        replayed.ExitCode.ShouldBe(4);
        replayed.Error.ShouldContain($"{missing} of ");
        replayed.Error.ShouldContain("cases have no recorded answer and count as failed: the prompt, the tickets, the seed or a setting of the request changed");
        var run = JsonNode.Parse(replayed.Output)!["runs"]![0]!;
        run["notRecorded"]!.GetValue<int>().ShouldBe(missing);
        run["scores"]!["outcomes"]!["failed"]!.GetValue<int>().ShouldBe(missing);
    }

    [Fact]
    public async Task Cases_that_failed_while_recording_are_counted_for_a_replay_will_miss_them()
    {
        using var commandLine = CommandLine.WithPromptAndSet([.. CommandLine.SomeTickets, CommandLine.Ticket("t-down", escalate: false, "DOWN it goes.")]);

        var recorded = await commandLine.InvokeAsync("run --model scripted/mixed --record v1.jsonl --progress none");
        var replayed = await commandLine.InvokeAsync("run --model replay/v1.jsonl --progress none");

        recorded.Error.ShouldContain("but for 1 cases that failed or timed out, which a replay will miss");
        replayed.ExitCode.ShouldBe(4);
        replayed.Error.ShouldContain("1 of 5 cases have no recorded answer");
    }

    [Fact]
    public async Task A_recorded_run_that_was_killed_is_resumed_into_the_same_cassette()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);
        await commandLine.InvokeAsync("run --model scripted/mixed --record v1.jsonl --concurrency 1");
        var whole = await File.ReadAllTextAsync(commandLine.Folder["v1.jsonl"]);

        // As after kill -9: two cases journaled, a third recorded and not journaled, a line torn.
        var lines = whole.Split('\n');
        await File.WriteAllTextAsync(Path.Combine(commandLine.OnlyRun, "recording.jsonl"), string.Join('\n', lines[..3]) + "\n" + lines[3][..40]);
        var journal = Path.Combine(commandLine.OnlyRun, "cases.jsonl");
        await File.WriteAllTextAsync(journal, string.Concat((await File.ReadAllLinesAsync(journal)).Where(line => line.StartsWith("{\"id\":\"t-aaaa", StringComparison.Ordinal) || line.StartsWith("{\"id\":\"t-bbbb", StringComparison.Ordinal)).Select(line => line + "\n")));
        File.Delete(Path.Combine(commandLine.OnlyRun, "summary.json"));
        File.Delete(commandLine.Folder["v1.jsonl"]);

        var resumed = await commandLine.InvokeAsync("run --resume latest");

        resumed.ExitCode.ShouldBe(0, resumed.Error);
        (await File.ReadAllTextAsync(commandLine.Folder["v1.jsonl"])).ShouldBe(whole);
    }

    [Fact]
    public async Task A_replay_is_not_resumed_on_a_cassette_that_changed()
    {
        using var commandLine = CommandLine.WithPromptAndSet(Tickets);
        await commandLine.InvokeAsync("run --model scripted/mixed --record v1.jsonl");
        Directory.Delete(commandLine.Runs, recursive: true);
        await commandLine.InvokeAsync("run --model replay/v1.jsonl");
        File.Delete(Path.Combine(commandLine.OnlyRun, "summary.json"));
        var cassette = await File.ReadAllTextAsync(commandLine.Folder["v1.jsonl"]);
        await File.WriteAllTextAsync(commandLine.Folder["v1.jsonl"], cassette.Replace("no event", "nothing", StringComparison.Ordinal));

        var resumed = await commandLine.InvokeAsync("run --resume latest");

        resumed.ExitCode.ShouldBe(2);
        resumed.Error.ShouldContain("model revision was sha256:");
    }

    [Fact]
    public async Task Several_runs_or_a_file_that_is_no_cassette_are_not_recorded_over()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("prompts/tns-triage/v2.prompt.yml", PromptText.Valid("v2", "Other words."));

        var several = await commandLine.InvokeAsync("run --model scripted/mixed --record v1.jsonl");
        var tickets = await commandLine.InvokeAsync("run --prompt v1 --model scripted/mixed --record eval-sets/tns-support/dev.jsonl");

        (several.ExitCode, tickets.ExitCode).ShouldBe((2, 2));
        several.Error.ShouldContain("--record: a cassette holds one run, and these are 2. Name one --prompt and one --model");
        tickets.Error.ShouldContain("is no cassette, and would be overwritten");
    }

    /// <summary>The committed example: what a CI job does, with no key and no network.</summary>
    [Fact]
    public async Task The_example_cassette_still_answers_its_run()
    {
        using var commandLine = new CommandLine { WorkingDirectory = TestPaths.RepositoryRoot };

        var result = await commandLine.InvokeAsync($"run --prompt v6 --set tests/cassettes/tickets.jsonl --model replay/tests/cassettes/v6.jsonl --progress none --out {commandLine.Folder.Path}");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("invalid       0 ");
    }

    private static JsonObject Scores(CommandLine.Result result)
    {
        var scores = JsonNode.Parse(result.Output)!["runs"]![0]!["scores"]!.AsObject();
        scores.Remove("latency");
        return scores;
    }
}
