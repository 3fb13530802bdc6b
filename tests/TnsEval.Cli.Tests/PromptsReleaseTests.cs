using System.Text.Json.Nodes;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests;

/// <summary><c>tnseval prompts release</c>, and <c>prompts check</c> after it: a released version never changes.</summary>
public sealed class PromptsReleaseTests
{
    private const string Released = "prompts/tns-triage/released.json";
    private const string V1 = "prompts/tns-triage/v1.prompt.yml";

    [Fact]
    public async Task A_released_version_is_written_with_its_hash_and_passes_the_check()
    {
        using var commandLine = CommandLine.WithPromptAndSet();

        var result = await commandLine.InvokeAsync("prompts release v1");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldStartWith("v1 ");
        var file = JsonNode.Parse(await File.ReadAllTextAsync(commandLine.Folder[Released]))!;
        ((int)file["formatVersion"]!).ShouldBe(1);
        file["released"]!["v1"]!.GetValue<string>().ShouldBe((string?)JsonNode.Parse((await commandLine.InvokeAsync("prompts list --json")).Output)![0]!["hash"]);
        (await commandLine.InvokeAsync("prompts check")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Releasing_again_changes_nothing_and_says_so()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync("prompts release v1");
        var before = await File.ReadAllTextAsync(commandLine.Folder[Released]);

        var result = await commandLine.InvokeAsync("prompts release v1");

        result.ExitCode.ShouldBe(0);
        result.Output.ShouldContain("was released already");
        (await File.ReadAllTextAsync(commandLine.Folder[Released])).ShouldBe(before);
    }

    [Theory]
    [InlineData("prompts check")]
    [InlineData("prompts check v1")]
    [InlineData("prompts check prompts/tns-triage/v1.prompt.yml")]
    [InlineData("prompts release v1")]
    public async Task A_changed_version_is_refused(string arguments)
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync("prompts release v1");
        commandLine.Folder.Write(V1, PromptText.Valid(system: "Assess it another way."));

        var result = await commandLine.InvokeAsync(arguments);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldMatch(@"v1\.prompt\.yml: version v1 was released with hash [0-9a-f]{12} and now has [0-9a-f]{12}\. A released version never changes: restore it, or make a new version\.");
    }

    [Fact]
    public async Task A_change_that_the_model_cannot_see_is_none()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync("prompts release v1");
        commandLine.Folder.Write(V1, "# a comment\n" + PromptText.Valid());

        (await commandLine.InvokeAsync("prompts check")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_missing_version_is_told_and_another_one_cannot_be_released_meanwhile()
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        await commandLine.InvokeAsync("prompts release v1");
        File.Delete(commandLine.Folder[V1]);
        commandLine.Folder.Write("prompts/tns-triage/v2.prompt.yml", PromptText.Valid("v2"));

        (await commandLine.InvokeAsync("prompts check")).Error.ShouldContain("released.json: version v1 was released and its file is missing");
        (await commandLine.InvokeAsync("prompts release v2")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task What_leaks_is_not_released()
    {
        const string story = "A deacon asks who changed the bank account of the giving page last Tuesday";
        using var commandLine = CommandLine.WithPromptAndSet(CommandLine.Ticket("t-aaaa", escalate: true, story));
        commandLine.Folder.Write(V1, PromptText.WithFewShot("about gifts", story));

        var result = await commandLine.InvokeAsync("prompts release v1");

        result.ExitCode.ShouldBe(2);
        File.Exists(commandLine.Folder[Released]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"formatVersion": 1, "released": {"v1": "abc"}}""", "the hash of \"v1\" is not 64 lower-case hex digits")]
    [InlineData("""{"formatVersion": 1, "released": {"v1": null}}""", "the hash of \"v1\" is not 64 lower-case hex digits")]
    [InlineData("""{"formatVersion": 2, "released": {}}""", "formatVersion 2 is not 1")]
    [InlineData("""{"formatVersion": 1}""", "released.json")]
    [InlineData("<<<<<<< ours", "released.json:1")]
    [InlineData("""{"formatVersion": 1, "released": {"v1": "a", "v1": "b"}}""", "released.json:1")]
    public async Task A_spoilt_file_of_releases_is_a_problem_and_is_not_written_over(string text, string expected)
    {
        using var commandLine = CommandLine.WithPromptAndSet();
        commandLine.Folder.Write(Released, text);

        var result = await commandLine.InvokeAsync("prompts release v1");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(expected);
        (await commandLine.InvokeAsync("prompts check")).ExitCode.ShouldBe(2);
        (await File.ReadAllTextAsync(commandLine.Folder[Released])).ShouldBe(text);
    }
}
