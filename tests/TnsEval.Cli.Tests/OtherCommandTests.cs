using System.Text.Json.Nodes;

namespace TnsEval.Cli.Tests;

public sealed class OtherCommandTests
{
    [Fact]
    public async Task Show_lists_misses_with_the_ticket_and_the_reason_for_its_label()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync("run --model scripted/keyword");

        var result = await commandLine.InvokeAsync("show latest --misses");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("t-cccc  MISS");
        result.Output.ShouldContain("Someone changed our bank account.");
        result.Output.ShouldContain("for tests; L11");
        result.Output.ShouldNotContain("t-aaaa");
        result.Output.ShouldContain("1 of 4 cases");
    }

    [Fact]
    public async Task Show_one_case_gives_the_raw_answer_and_the_evidence()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync("run --model scripted/keyword");

        var result = await commandLine.InvokeAsync("show latest --case t-dddd");

        result.Output.ShouldContain("FALSE ALARM");
        result.Output.ShouldContain("\"ALARM\" (report, sender)");
        result.Output.ShouldContain("\"rationale\": \"an event\"");
    }

    [Fact]
    public async Task Show_says_when_the_set_has_changed_since_the_run()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync("run --model scripted/keyword");
        commandLine.Folder.Write("eval-sets/tns-support/dev.jsonl", CommandLine.Ticket("t-eeee", escalate: false, "another") + "\n");

        var result = await commandLine.InvokeAsync("show latest --misses");

        result.ExitCode.ShouldBe(0);
        result.Error.ShouldContain("has changed since the run");
        result.Output.ShouldContain("t-cccc  MISS");
    }

    [Theory]
    [InlineData("run --model scripted/keyword")]
    [InlineData("run --model scripted/keyword --repeat 3 --perturb all")]
    [InlineData("run --model scripted/refuses")]
    [InlineData("run --model scripted/keyword --max-miss-rate 50% --stop-early")]
    public async Task Rescore_gives_the_same_summary_without_calling_a_model(string run)
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync(run);
        var summary = Path.Combine(commandLine.OnlyRun, "summary.json");
        var before = await File.ReadAllTextAsync(summary);

        (await commandLine.InvokeAsync("rescore latest")).ExitCode.ShouldBe(0);

        (await File.ReadAllTextAsync(summary)).ShouldBe(before);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    public async Task Rescore_refuses_a_journal_that_is_not_the_whole_run_and_leaves_its_summary(int from, int count)
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync("run --model scripted/keyword");
        var (journal, summary) = (Path.Combine(commandLine.OnlyRun, "cases.jsonl"), Path.Combine(commandLine.OnlyRun, "summary.json"));
        var before = await File.ReadAllTextAsync(summary);
        await File.WriteAllLinesAsync(journal, (await File.ReadAllLinesAsync(journal)).Skip(from).Take(count));

        var result = await commandLine.InvokeAsync("rescore latest");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain($"the journal holds {count} cases, the run had 4");
        (await File.ReadAllTextAsync(summary)).ShouldBe(before);
    }

    [Fact]
    public async Task Text_of_a_ticket_cannot_steer_the_terminal_or_write_a_line_of_its_own()
    {
        using var commandLine = CommandLine.WithPromptAndSet(CommandLine.Ticket("t-aaaa", escalate: true, "\\u001b[2J gone\\u202e"));
        await commandLine.InvokeAsync("run --model scripted/keyword");

        var result = await commandLine.InvokeAsync("show latest");

        result.Output.ShouldContain("\\u001b[2J gone\\u202e");
        result.Output.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task Rescore_under_another_policy_counts_the_invalid_otherwise()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync("run --model scripted/refuses");

        var result = await commandLine.InvokeAsync("rescore latest --invalid as_positive");

        result.Output.ShouldContain("misses        0/2");
        result.Output.ShouldContain("false alarms  2/2");
    }

    [Fact]
    public async Task Verbose_shows_the_slices_and_all_four_policies()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync("run --model scripted/keyword --verbose");

        foreach (var part in new[] { "as_wrong", "exclude", "as_positive", "as_negative", "by category", "by severity", "by language", "by hard negative kind", "hn_finance_routine" })
        {
            result.Output.ShouldContain(part);
        }
    }

    [Fact]
    public async Task Prompts_are_listed_checked_and_shown()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        (await commandLine.InvokeAsync("prompts list")).Output.ShouldStartWith("v1 ");
        (await commandLine.InvokeAsync("prompts check")).Output.ShouldStartWith("1 prompt version, no problems\n");
        var shown = await commandLine.InvokeAsync("prompts show v1");

        shown.Output.ShouldContain("--- system\nAssess the ticket.");
        shown.Output.ShouldContain("<ticket {{fence}}>");
    }

    [Fact]
    public async Task Sets_are_listed_and_checked_with_their_counts()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        (await commandLine.InvokeAsync("sets list")).Output.ShouldContain("4 tickets (2 escalate, 2 benign, 1 pairs)");
        (await commandLine.InvokeAsync("sets check")).Output.ShouldStartWith("4 tickets in 1 files, no problems");
    }

    [Fact]
    public async Task The_shipped_plugins_are_listed_and_pass_their_check()
    {
        using var commandLine = new CommandLine();

        var list = await commandLine.InvokeAsync("plugins list --json");
        var check = await commandLine.InvokeAsync("plugins check");

        JsonNode.Parse(list.Output)!.AsArray().Select(plugin => plugin!["id"]!.GetValue<string>()).ShouldContain("offline");
        check.ExitCode.ShouldBe(0, check.Error);
    }

    [Fact]
    public async Task Every_command_has_help_with_an_example()
    {
        using var commandLine = new CommandLine();

        foreach (var command in new[] { "run", "show", "rescore", "gate", "promote", "prompts list", "prompts check", "prompts show", "prompts release", "sets list", "sets check", "sets import", "sets redact", "plugins list", "plugins check" })
        {
            var result = await commandLine.InvokeAsync($"{command} --help");

            result.ExitCode.ShouldBe(0);
            result.Output.ShouldContain($"Example: tnseval {command}");
        }
    }
}
