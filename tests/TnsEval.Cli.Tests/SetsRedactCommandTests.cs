using System.Text.Json.Nodes;

namespace TnsEval.Cli.Tests;

public sealed class SetsRedactCommandTests
{
    private const string Set = "eval-sets/tns-support/dev.jsonl";

    [Fact]
    public async Task Counts_by_kind_are_shown_and_no_text()
    {
        using var commandLine = WithPersonalData();

        var result = await commandLine.InvokeAsync($"sets redact {Set} --out redacted.jsonl");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldStartWith("2 tickets, 1 changed, written to redacted.jsonl\n  replaced  email 1, phone 1, card 0, bank 0, address 0, url 0, name 1\n");
        (result.Output + result.Error).ShouldNotContain("stpaul.zz");
        (await commandLine.InvokeAsync("sets check redacted.jsonl")).ExitCode.ShouldBe(0);
        File.ReadAllText(commandLine.Folder["redacted.jsonl"]).ShouldNotContain("ann@stpaul.zz");
    }

    [Fact]
    public async Task A_review_shows_old_and_new_on_standard_output_only()
    {
        using var commandLine = WithPersonalData();

        var result = await commandLine.InvokeAsync($"sets redact {Set} --out redacted.jsonl --diff");

        result.Output.ShouldContain("t-aaaa  body  email  ann@stpaul.zz -> person-");
        result.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_JSON_document_holds_counts_and_the_review()
    {
        using var commandLine = WithPersonalData();

        var result = await commandLine.InvokeAsync($"sets redact {Set} --out redacted.jsonl --diff --json");

        var json = JsonNode.Parse(result.Output)!;
        json["replaced"]!["phone"]!.GetValue<int>().ShouldBe(1);
        json["replacements"]!.AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_key_file_gives_the_same_copy_again_and_is_never_shown()
    {
        using var commandLine = WithPersonalData();

        var first = await commandLine.InvokeAsync($"sets redact {Set} --out a.jsonl --key-file redaction.key --diff --verbose");
        await commandLine.InvokeAsync($"sets redact {Set} --out b.jsonl --key-file redaction.key");
        await commandLine.InvokeAsync($"sets redact {Set} --out c.jsonl");

        var copy = File.ReadAllText(commandLine.Folder["a.jsonl"]);
        File.ReadAllText(commandLine.Folder["b.jsonl"]).ShouldBe(copy);
        File.ReadAllText(commandLine.Folder["c.jsonl"]).ShouldNotBe(copy);
        (first.Output + first.Error).ShouldNotContain(File.ReadAllText(commandLine.Folder["redaction.key"]).Trim());
    }

    [Fact]
    public async Task A_file_is_overwritten_only_when_forced()
    {
        using var commandLine = WithPersonalData();
        commandLine.Folder.Write("redacted.jsonl", "kept");

        var refused = await commandLine.InvokeAsync($"sets redact {Set} --out redacted.jsonl");
        var kept = File.ReadAllText(commandLine.Folder["redacted.jsonl"]);
        var forced = await commandLine.InvokeAsync($"sets redact {Set} --out redacted.jsonl --force");

        (refused.ExitCode, kept, forced.ExitCode).ShouldBe((2, "kept", 0));
        refused.Error.ShouldContain("the file is there already");
    }

    [Theory]
    [InlineData("sets redact nowhere.jsonl --out x.jsonl", "no such file")]
    [InlineData($"sets redact {Set} --out {Set} --force", "must be different files")]
    [InlineData($"sets redact {Set} --out nowhere/x.jsonl", "a folder that exists")]
    [InlineData($"sets redact {Set}", "--out")]
    [InlineData($"sets redact {Set} --out x.jsonl --key-file {Set}", "must be different files")]
    public async Task What_is_wrong_is_told_and_nothing_is_written(string arguments, string message)
    {
        using var commandLine = WithPersonalData();

        var result = await commandLine.InvokeAsync(arguments);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(message);
        File.Exists(commandLine.Folder["x.jsonl"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_set_with_problems_makes_no_copy_and_no_key()
    {
        using var commandLine = CommandLine.WithPromptAndSet(CommandLine.Ticket("t-aaaa", escalate: true, "x").Replace("\"medium\"", "\"none\"", StringComparison.Ordinal));

        var result = await commandLine.InvokeAsync($"sets redact {Set} --out x.jsonl --key-file redaction.key");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("dev.jsonl:1");
        File.Exists(commandLine.Folder["x.jsonl"]).ShouldBeFalse();
        File.Exists(commandLine.Folder["redaction.key"]).ShouldBeFalse();
    }

    private static CommandLine WithPersonalData() => CommandLine.WithPromptAndSet(
        CommandLine.Ticket("t-aaaa", escalate: false, "Dear Odalys, write to ann@stpaul.zz or call 212-555-7788."),
        CommandLine.Ticket("t-bbbb", escalate: false, "How do I print labels?"));
}
