namespace TnsEval.Cli.Tests;

/// <summary>What a user gets wrong: exit code 2, one line a problem, and no run folder.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("run --prompt v9", "v9: is neither a file, a folder, nor a version in")]
    [InlineData("run --set nowhere", "nowhere")]
    [InlineData("run --split tset", "tset")]
    [InlineData("run --set eval-sets/tns-support/dev.jsonl --split test", "dev.jsonl is a file, and a split chooses files of a folder")]
    [InlineData("run --limit 1.5", "--limit takes a whole number, not \"1.5\"")]
    [InlineData("show latest --limit 0", "--limit must be at least 1")]
    [InlineData("run --filter language=ko", "matches none of the 4 tickets")]
    [InlineData("run --filter colour=red", "unknown key \"colour\"")]
    [InlineData("run --model gpt", "names no provider")]
    [InlineData("run --model openay/gpt", "there is no plugin 'openay'")]
    [InlineData("run --model scripted/nothing", "there is no model 'nothing'")]
    [InlineData("run --resume latest", "is neither a run folder nor a run in")]
    [InlineData("run --resume latest --seed 3", "cannot be given together with --resume")]
    [InlineData("run --limit 0", "--limit must be at least 1")]
    [InlineData("run --limit many", "--limit")]
    [InlineData("run --invalid maybe", "maybe")]
    [InlineData("run --concurrency many", "--concurrency takes auto or a whole number from 1 to 10000, not \"many\"")]
    [InlineData("run --concurrency 0", "--concurrency takes auto or a whole number")]
    [InlineData("run --retries 21", "--retries takes a whole number from 0 to 20")]
    [InlineData("run --max-cost 0", "--max-cost takes an amount above 0")]
    [InlineData("run --max-tokens 1.5", "--max-tokens takes a whole number of at least 1")]
    [InlineData("run --max-cost 1", "there are no prices to reckon with. Name a price file with --prices")]
    [InlineData("run --max-cost 1 --prices nowhere.json", "nowhere.json: cannot be read")]
    [InlineData("run --resume latest --dry-run", "cannot be given together with --resume")]
    [InlineData("rnu", "rnu")]
    [InlineData("show latest", "is neither a run folder nor a run in")]
    [InlineData("rescore nowhere", "is neither a run folder nor a run in")]
    [InlineData("prompts show v9", "v9")]
    public async Task It_is_told_in_a_line_and_nothing_is_written(string arguments, string message)
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync(arguments + (arguments.StartsWith("run", StringComparison.Ordinal) && !arguments.Contains("--model", StringComparison.Ordinal) && !arguments.Contains("--resume", StringComparison.Ordinal) ? " --model scripted/keyword" : ""));

        result.ExitCode.ShouldBe(2, result.Error);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldContain(message);
        Directory.Exists(commandLine.Runs).ShouldBeFalse();
    }

    [Fact]
    public async Task Problems_of_prompt_set_and_model_are_reported_together()
    {
        using var commandLine = CommandLine.WithPromptAndSet(CommandLine.Ticket("t-aaaa", escalate: true, "x").Replace("\"medium\"", "\"none\"", StringComparison.Ordinal));
        commandLine.Folder.Write("prompts/tns-triage/v1.prompt.yml", "name: v1\n");

        var result = await commandLine.InvokeAsync("run --model nobody/nothing");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("messages is missing");
        result.Error.ShouldContain("dev.jsonl:1");
        result.Error.ShouldContain("there is no plugin 'nobody'");
    }

    [Fact]
    public async Task An_empty_set_is_not_an_evaluation()
    {
        using var commandLine = CommandLine.WithPromptAndSet("");

        var result = await commandLine.InvokeAsync("run --model scripted/keyword");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("holds no ticket");
    }

    [Fact]
    public async Task An_output_folder_that_cannot_be_written_is_told_before_anything_runs()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("a-file", "");

        var result = await commandLine.InvokeAsync("run --model scripted/keyword --out a-file/runs");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("run folders cannot be written");
        result.Error.TrimEnd().ShouldNotContain('\n');
    }

    [Fact]
    public async Task A_ticket_of_two_megabytes_becomes_an_outcome()
    {
        using var commandLine = CommandLine.WithPromptAndSet(
            CommandLine.Ticket("t-aaaa", escalate: true, new string('x', 2_000_000)),
            CommandLine.Ticket("t-bbbb", escalate: false, "ordinary"));

        var result = await commandLine.InvokeAsync("run --model scripted/keyword --progress none");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("invalid       1 (malformed 0, refused 0, truncated 1, timed out 0, failed 0)");
    }

    [Fact]
    public async Task Empty_bodies_right_to_left_text_and_emoji_run_like_any_other()
    {
        using var commandLine = CommandLine.WithPromptAndSet(
            CommandLine.Ticket("t-aaaa", escalate: true, "ALARM \u202Eשלום\u202C"),
            CommandLine.Ticket("t-bbbb", escalate: false, ""),
            CommandLine.Ticket("t-cccc", escalate: false, "👩‍👩‍👧 مرحبا 🙏"));

        var result = await commandLine.InvokeAsync("run --model scripted/keyword --progress none");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("false alarms  0/2");
        result.Output.ShouldContain("misses        0/1");
    }

    [Fact]
    public async Task A_typing_slip_in_a_command_is_answered_with_the_right_one_and_not_with_the_whole_help()
    {
        using var commandLine = new CommandLine();

        var result = await commandLine.InvokeAsync("rescor latest");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("rescore");
        result.Error.ShouldNotContain("Usage:");
    }
}
