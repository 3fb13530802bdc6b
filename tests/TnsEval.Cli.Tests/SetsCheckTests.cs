using System.Text.Json.Nodes;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests;

/// <summary><c>tnseval sets check</c>: what is wrong ends in exit code 2, what is weak is a warning.</summary>
public sealed class SetsCheckTests
{
    private const string Story = "A deacon asks who changed the bank account of the giving page last Tuesday";

    [Fact]
    public async Task Near_duplicates_end_in_bad_input()
    {
        using var commandLine = CommandLine.WithPromptAndSet(
            CommandLine.Ticket("t-aaaa", escalate: true, Story), CommandLine.Ticket("t-bbbb", escalate: false, Story + " night"));

        var result = await commandLine.InvokeAsync("sets check");

        result.ExitCode.ShouldBe(2);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldContain("dev.jsonl:2: ticket \"t-bbbb\" is a near-duplicate of \"t-aaaa\" at");
        result.Error.ShouldNotContain("deacon");
    }

    [Fact]
    public async Task Two_files_are_checked_against_each_other()
    {
        using var commandLine = CommandLine.WithPromptAndSet(CommandLine.Ticket("t-aaaa", escalate: true, Story));
        commandLine.Folder.Write("other.jsonl", CommandLine.Ticket("t-bbbb", escalate: true, Story));

        (await commandLine.InvokeAsync("sets check other.jsonl")).ExitCode.ShouldBe(0);
        (await commandLine.InvokeAsync("sets check eval-sets/tns-support other.jsonl")).Error.ShouldContain("other.jsonl:1: ticket \"t-bbbb\" is a near-duplicate of");
    }

    [Fact]
    public async Task A_few_shot_of_any_prompt_in_the_folder_is_leakage()
    {
        using var commandLine = CommandLine.WithPromptAndSet(CommandLine.Ticket("t-aaaa", escalate: true, Story));
        commandLine.Folder.Write("prompts/tns-triage/v2.prompt.yml", PromptText.WithFewShot("About gifts", Story, "v2"));

        var result = await commandLine.InvokeAsync("sets check");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("ticket \"t-aaaa\" is a near-duplicate of a few-shot of prompt v2 at");
    }

    [Fact]
    public async Task A_prompt_that_cannot_be_read_cannot_be_checked_for_leakage_and_is_told()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("prompts/tns-triage/v2.prompt.yml", "name: v2\n");

        var result = await commandLine.InvokeAsync("sets check");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("v2.prompt.yml:1: messages is missing");
    }

    [Fact]
    public async Task A_set_can_be_checked_where_there_are_no_prompts()
    {
        using var commandLine = new CommandLine();
        commandLine.Folder.Write("set.jsonl", CommandLine.Ticket("t-aaaa", escalate: true, Story));

        var result = await commandLine.InvokeAsync("sets check set.jsonl");

        result.ExitCode.ShouldBe(0, result.Error);
    }

    [Fact]
    public async Task Counts_that_fall_short_are_a_warning_beside_the_table()
    {
        using var commandLine = CommandLine.WithPromptAndSet(ManyBenign());

        var result = await commandLine.InvokeAsync("sets check");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldStartWith("warning: tns-support: too few cases of child_safety");
        result.Output.ShouldContain("child_safety                0/0      2/- short");
        result.Output.ShouldContain("shortcuts   length alone none (fewer than 20 tickets of a label)");
        result.Output.ShouldNotContain("warning");
    }

    [Fact]
    public async Task Json_holds_problems_warnings_counts_shortcuts_and_hash_in_one_document()
    {
        using var commandLine = CommandLine.WithPromptAndSet(ManyBenign());

        var result = await commandLine.InvokeAsync("sets check --json");

        var document = JsonNode.Parse(result.Output)!;
        result.ExitCode.ShouldBe(0);
        document["problems"]!.AsArray().ShouldBeEmpty();
        document["warnings"]!.AsArray().Count.ShouldBe(1);
        document["hash"]!.GetValue<string>().Length.ShouldBe(64);
        document["shortcuts"]!["words"].ShouldBeNull();
        document["tags"]!.AsArray().Single(tag => (string?)tag!["tag"] == "hn_finance_routine")!["benign"]!.GetValue<int>().ShouldBe(60);
    }

    [Fact]
    public async Task Json_tells_of_near_duplicates_with_exit_code_2()
    {
        using var commandLine = CommandLine.WithPromptAndSet(
            CommandLine.Ticket("t-aaaa", escalate: true, Story), CommandLine.Ticket("t-bbbb", escalate: false, "mail a@b.com " + Story));

        var result = await commandLine.InvokeAsync("sets check --json");

        result.ExitCode.ShouldBe(2);
        JsonNode.Parse(result.Output)!["problems"]!.AsArray().Count.ShouldBe(2);
    }

    private static string[] ManyBenign() =>
        [.. Enumerable.Range(0, 60).Select(number => CommandLine.Ticket($"t-{number}", escalate: false, $"question{number} of{number} somebody{number}"))];
}
