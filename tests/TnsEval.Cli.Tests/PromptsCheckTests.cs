using System.Text.Json.Nodes;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests;

/// <summary><c>tnseval prompts check</c>: a few-shot must not be a ticket that the prompt is measured on.</summary>
public sealed class PromptsCheckTests
{
    private const string Story = "A deacon asks who changed the bank account of the giving page last Tuesday";

    [Fact]
    public async Task A_few_shot_like_a_ticket_is_told_with_its_line_and_the_tickets_id()
    {
        using var commandLine = CommandLine.WithPromptAndSet(CommandLine.Ticket("t-aaaa", escalate: true, Story));
        commandLine.Folder.Write("prompts/tns-triage/v2.prompt.yml", PromptText.WithFewShot("about gifts", Story + " night", "v2"));

        var result = await commandLine.InvokeAsync("prompts check");

        result.ExitCode.ShouldBe(2);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldMatch(@"^\S+v2\.prompt\.yml:10: a few-shot of prompt v2 is a near-duplicate of ticket ""t-aaaa"" at \S+dev\.jsonl:1 \(similarity 0\.93\)\. Show another");
        result.Error.ShouldNotContain("deacon");
    }

    [Fact]
    public async Task Every_file_of_the_default_set_counts_whatever_split_runs_take()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("eval-sets/tns-support/probe-injection.jsonl", CommandLine.Ticket("t-eeee", escalate: true, Story));
        commandLine.Folder.Write("prompts/tns-triage/v2.prompt.yml", PromptText.WithFewShot("about gifts", Story, "v2"));

        (await commandLine.InvokeAsync("prompts check")).Error.ShouldContain("\"t-eeee\" at");
    }

    [Fact]
    public async Task Another_set_can_be_named_and_only_the_prompts_named_are_checked()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write("mine.jsonl", CommandLine.Ticket("t-aaaa", escalate: true, Story));
        commandLine.Folder.Write("prompts/tns-triage/v2.prompt.yml", PromptText.WithFewShot("about gifts", Story, "v2"));

        (await commandLine.InvokeAsync("prompts check")).ExitCode.ShouldBe(0);
        (await commandLine.InvokeAsync("prompts check --set mine.jsonl")).Error.ShouldContain("mine.jsonl:1");
        (await commandLine.InvokeAsync("prompts check v1 --set mine.jsonl")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Leakage_is_told_beside_what_is_wrong_with_other_prompts()
    {
        using var commandLine = CommandLine.WithPromptAndSet(CommandLine.Ticket("t-aaaa", escalate: true, Story), CommandLine.Ticket("t-bbbb", escalate: true, Story + " night"));
        commandLine.Folder.Write("prompts/tns-triage/v2.prompt.yml", PromptText.WithFewShot("about gifts", Story, "v2"));
        commandLine.Folder.Write("prompts/tns-triage/v3.prompt.yml", "name: v3\n");

        var result = await commandLine.InvokeAsync("prompts check --json");

        var problems = JsonNode.Parse(result.Output)!["problems"]!.AsArray().Select(problem => (string)problem!["what"]!).ToArray();
        result.ExitCode.ShouldBe(2);
        problems.ShouldContain("messages is missing");
        problems[^1].ShouldMatch(@"ticket ""t-aaaa"" at \S+:1 \(similarity 1\.00\), ticket ""t-bbbb"" at \S+:2 \(similarity 0\.93\)$");
    }

    [Fact]
    public async Task Who_has_no_eval_set_yet_is_told_that_leakage_was_not_checked()
    {
        using var commandLine = new CommandLine();
        commandLine.Folder.Write("prompts/tns-triage/v1.prompt.yml", PromptText.Valid());

        var result = await commandLine.InvokeAsync("prompts check");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("leakage was not checked: there is no eval set at eval-sets/tns-support; name one with --set");
        JsonNode.Parse((await commandLine.InvokeAsync("prompts check --json")).Output)!.AsObject().ShouldContainKeyAndValue("leakageCheckedAgainst", null);
    }

    [Fact]
    public async Task A_set_that_was_named_must_be_there()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync("prompts check --set no.jsonl");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("no.jsonl: no such file or folder");
    }

    [Fact]
    public async Task A_set_with_problems_cannot_be_compared_with_and_says_so_in_one_line()
    {
        using var commandLine = CommandLine.WithPromptAndSet("{}", "{}");

        var result = await commandLine.InvokeAsync("prompts check");

        result.ExitCode.ShouldBe(2);
        result.Error.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldMatch(@"^eval-sets/tns-support: the eval set has \d+ problems, so leakage was not checked\. Mend them: tnseval sets check eval-sets/tns-support\.$");
    }

    [Fact]
    public async Task The_answer_names_what_was_compared()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        (await commandLine.InvokeAsync("prompts check")).Output.ShouldBe(
            "1 prompt version, no problems\n  no few-shot is a near-duplicate of one of the 4 tickets of tns-support\n");
    }
}
