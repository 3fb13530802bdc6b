using System.Text.Json;
using System.Text.Json.Nodes;

namespace TnsEval.Cli.Tests;

public sealed class RunCommandTests
{
    [Fact]
    public async Task A_run_prints_both_rates_with_their_counts_and_intervals_and_names_its_folder()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync("run --model scripted/keyword --progress none");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldBeEmpty();
        result.Output.ShouldContain("false alarms  1/2 = 50.0 % [9.5-90.5]");
        result.Output.ShouldContain("misses        1/2 = 50.0 % [9.5-90.5]");
        result.Output.ShouldContain("pairs right   1/1 = 100.0 % [20.7-100.0]");
        result.Output.ShouldContain("invalid       0 (malformed 0, refused 0, truncated 0, timed out 0, failed 0)");
        result.Output.ShouldContain($"run folder    {Path.GetRelativePath(commandLine.Folder.Path, commandLine.OnlyRun)}");
    }

    [Fact]
    public async Task A_run_folder_holds_manifest_journal_and_summary()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        await commandLine.InvokeAsync("run --model scripted/keyword --seed 7");

        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(commandLine.OnlyRun, "run.json")))!;
        manifest["prompt"]!["file"]!.GetValue<string>().ShouldBe("prompts/tns-triage/v1.prompt.yml");
        manifest["options"]!["seed"]!.GetValue<long>().ShouldBe(7);
        manifest["cases"]!["hash"]!.GetValue<string>().Length.ShouldBe(64);
        var journal = await File.ReadAllLinesAsync(Path.Combine(commandLine.OnlyRun, "cases.jsonl"));
        journal.Length.ShouldBe(4);
        var summary = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(commandLine.OnlyRun, "summary.json")))!;
        manifest["observed"]!["modelIds"]!.AsArray().Single()!.GetValue<string>().ShouldBe("scripted-2026-01-01");
        summary["scores"]!["modelIds"]!.AsArray().Single()!.GetValue<string>().ShouldBe("scripted-2026-01-01");
        Directory.EnumerateFiles(commandLine.OnlyRun).Select(Path.GetFileName).ShouldBe(["cases.jsonl", "run.json", "summary.json"], ignoreOrder: true);
    }

    [Fact]
    public async Task Runs_that_came_to_their_end_are_told_in_JSON_though_a_later_one_did_not()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync("run --model scripted/keyword --model scripted/no-credentials --json --progress none");

        result.ExitCode.ShouldBe(4);
        JsonNode.Parse(result.Output)!["runs"]!.AsArray().ShouldHaveSingleItem()!["model"]!["name"]!.GetValue<string>().ShouldBe("scripted/keyword");
    }

    [Fact]
    public async Task Ticket_text_stays_out_of_manifest_and_summary()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        await commandLine.InvokeAsync("run --model scripted/keyword");

        (await File.ReadAllTextAsync(Path.Combine(commandLine.OnlyRun, "run.json"))).ShouldNotContain("coin challenge");
        (await File.ReadAllTextAsync(Path.Combine(commandLine.OnlyRun, "summary.json"))).ShouldNotContain("coin challenge");
    }

    [Fact]
    public async Task A_journal_of_hashes_holds_no_text()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("eval.runsettings", "<RunSettings><TnsEval><Run><JournalText>hashes</JournalText></Run></TnsEval></RunSettings>");

        await commandLine.InvokeAsync("run --model scripted/keyword");

        var journal = await File.ReadAllTextAsync(Path.Combine(commandLine.OnlyRun, "cases.jsonl"));
        journal.ShouldNotContain("ALARM");
        journal.ShouldNotContain("an event");
        journal.ShouldContain("sha256:");
    }

    [Fact]
    public async Task With_json_standard_output_is_one_document_and_nothing_else()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync("run --model scripted/keyword --json");

        using var document = JsonDocument.Parse(result.Output);
        var run = document.RootElement.GetProperty("runs").EnumerateArray().Single();
        run.GetProperty("scores").GetProperty("misses").GetProperty("trials").GetInt32().ShouldBe(2);
        run.GetProperty("folder").GetString().ShouldBe(commandLine.OnlyRun);
    }

    [Fact]
    public async Task Progress_elsewhere_than_on_a_terminal_is_plain_lines_on_standard_error()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync("run --model scripted/keyword");

        result.Error.TrimEnd().Split('\n')[^1].ShouldBe("v1 on scripted/keyword: 4/4 (8 at once)");
        result.Error.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task Every_version_of_the_prompt_folder_is_run_when_none_is_named()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("prompts/tns-triage/v2.prompt.yml", TnsEval.Testing.PromptText.Valid("v2", "Other words."));

        var result = await commandLine.InvokeAsync("run --model scripted/keyword --progress none");

        result.Output.ShouldContain("v1 on scripted/keyword");
        result.Output.ShouldContain("v2 on scripted/keyword");
        Directory.GetDirectories(commandLine.Runs).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("garbage", "malformed 4")]
    [InlineData("refuses", "refused 4")]
    public async Task A_run_without_a_single_answer_is_shown_and_ends_as_infrastructure_failure(string model, string invalid)
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync($"run --model scripted/{model} --progress none");

        result.ExitCode.ShouldBe(4);
        result.Output.ShouldContain(invalid);
        result.Output.ShouldContain("misses        2/2 = 100.0 %");
        result.Output.ShouldContain("false alarms  2/2 = 100.0 %");
        result.Error.ShouldContain("no case got an answer");
        (result.Output + result.Error).ShouldNotContain("sk-canary");
        (await File.ReadAllTextAsync(Path.Combine(commandLine.OnlyRun, "cases.jsonl"))).ShouldNotContain("sk-canary");
    }

    [Theory]
    [InlineData("no-credentials")]
    [InlineData("revoked-after-3")]
    public async Task Bad_credentials_stop_the_run_and_it_can_be_resumed(string model)
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync($"run --model scripted/{model} --concurrency 1 --progress none");

        result.ExitCode.ShouldBe(4);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldContain("the provider refused the credentials: 401 from the server");
        result.Error.ShouldContain("tnseval run --resume");
        result.Error.ShouldNotContain("sk-canary");
        File.Exists(Path.Combine(commandLine.OnlyRun, "summary.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task Stopping_a_run_keeps_its_folder_resumable_and_exits_with_130()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        using var stop = new CancellationTokenSource();

        var running = commandLine.InvokeAsync("run --model scripted/hangs --progress none", stop.Token);
        await WaitFor(() => Directory.Exists(commandLine.Runs) && Directory.EnumerateFiles(commandLine.Runs, "cases.jsonl", SearchOption.AllDirectories).Any());
        await stop.CancelAsync();
        var result = await running;

        result.ExitCode.ShouldBe(130);
        result.Error.ShouldContain($"tnseval run --resume {Path.GetFileName(commandLine.OnlyRun)}");
        File.Exists(Path.Combine(commandLine.OnlyRun, "summary.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_resumed_run_does_only_what_is_left_and_scores_everything()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync("run --model scripted/keyword --progress none");
        var whole = await File.ReadAllTextAsync(Path.Combine(commandLine.OnlyRun, "cases.jsonl"));
        var firstTwo = string.Join('\n', whole.Split('\n')[..2]) + "\n";
        File.Delete(Path.Combine(commandLine.OnlyRun, "summary.json"));
        await File.WriteAllTextAsync(Path.Combine(commandLine.OnlyRun, "cases.jsonl"), firstTwo + "{\"id\":\"t-torn");

        var result = await commandLine.InvokeAsync("run --resume latest");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldContain("4/4");
        result.Output.ShouldContain("misses        1/2");
        var journal = await File.ReadAllTextAsync(Path.Combine(commandLine.OnlyRun, "cases.jsonl"));
        journal.ShouldStartWith(firstTwo);
        journal.TrimEnd().Split('\n').Length.ShouldBe(4);
    }

    [Fact]
    public async Task A_run_is_not_resumed_over_another_prompt()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync("run --model scripted/keyword");
        File.Delete(Path.Combine(commandLine.OnlyRun, "summary.json"));
        commandLine.Folder.Write("prompts/tns-triage/v1.prompt.yml", TnsEval.Testing.PromptText.Valid(system: "Now something else."));

        var result = await commandLine.InvokeAsync("run --resume latest");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("prompt hash was");
    }

    [Fact]
    public async Task A_complete_run_is_not_resumed()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync("run --model scripted/keyword");

        var result = await commandLine.InvokeAsync("run --resume latest");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("the run is complete");
    }

    private static async Task WaitFor(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
