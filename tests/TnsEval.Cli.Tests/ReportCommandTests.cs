using System.Text.Json.Nodes;

namespace TnsEval.Cli.Tests;

public sealed class ReportCommandTests
{
    [Fact]
    public async Task Both_formats_are_written_and_named()
    {
        using var commandLine = await RunAsync();

        var result = await commandLine.InvokeAsync("report latest --html out/report.html --md out/report.md");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldBe($"wrote {Path.Combine("out", "report.html")}\nwrote {Path.Combine("out", "report.md")}\n");
        (await File.ReadAllTextAsync(commandLine.Folder["out/report.html"])).ShouldStartWith("<!doctype html>");
        (await File.ReadAllTextAsync(commandLine.Folder["out/report.md"])).ShouldStartWith("### `v1` on `scripted/keyword`");
        Directory.GetFiles(commandLine.Folder["out"]).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_report_that_is_there_is_replaced_and_comes_out_the_same()
    {
        using var commandLine = await RunAsync();
        await commandLine.InvokeAsync("report latest --html report.html --include-text");
        var first = await File.ReadAllBytesAsync(commandLine.Folder["report.html"]);

        (await commandLine.InvokeAsync("report latest --html report.html --include-text")).ExitCode.ShouldBe(0);

        (await File.ReadAllBytesAsync(commandLine.Folder["report.html"])).ShouldBe(first);
    }

    [Fact]
    public async Task Words_of_tickets_are_in_the_page_only_when_asked_for_and_never_in_the_comment()
    {
        using var commandLine = await RunAsync();
        await commandLine.InvokeAsync("report latest --html without.html --md report.md");

        (await commandLine.InvokeAsync("report latest --html with.html --include-text")).ExitCode.ShouldBe(0);

        foreach (var file in new[] { "without.html", "report.md" })
        {
            var text = await File.ReadAllTextAsync(commandLine.Folder[file]);
            text.ShouldNotContain("bank account");
            text.ShouldNotContain("an event");
        }

        (await File.ReadAllTextAsync(commandLine.Folder["with.html"])).ShouldContain("Someone changed our bank account.");
    }

    [Fact]
    public async Task A_set_that_changed_since_the_run_leaves_the_tickets_out_and_says_so()
    {
        using var commandLine = await RunAsync();
        commandLine.Folder.Write("eval-sets/tns-support/dev.jsonl", CommandLine.Ticket("t-eeee", escalate: false, "another") + "\n");

        var result = await commandLine.InvokeAsync("report latest --html report.html --include-text");

        result.ExitCode.ShouldBe(0);
        result.Error.ShouldContain("has changed since the run");
        (await File.ReadAllTextAsync(commandLine.Folder["report.html"])).ShouldContain("the eval set is gone or has changed", Case.Insensitive);
    }

    [Fact]
    public async Task A_baseline_of_other_cases_is_refused_with_both_named()
    {
        using var commandLine = await RunAsync();
        var first = Path.GetFileName(commandLine.OnlyRun);
        await commandLine.InvokeAsync("run --model scripted/keyword --limit 2");

        var result = await commandLine.InvokeAsync($"report latest --baseline {first} --html report.html");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain($"{first}: is of other cases (tns-support/dev, 4)");
        File.Exists(commandLine.Folder["report.html"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_baseline_of_the_same_cases_shows_what_flipped()
    {
        using var commandLine = await RunAsync();
        var first = Path.GetFileName(commandLine.OnlyRun);
        await commandLine.InvokeAsync("run --model scripted/garbage");

        var result = await commandLine.InvokeAsync($"report latest --baseline {first} --md report.md --json");

        result.ExitCode.ShouldBe(0, result.Error);
        JsonNode.Parse(result.Output)!["baselineId"]!.GetValue<string>().ShouldBe(first);
        JsonNode.Parse(result.Output)!["md"]!.GetValue<string>().ShouldBe("report.md");
        (await File.ReadAllTextAsync(commandLine.Folder["report.md"])).ShouldContain("| `t-aaaa` | escalate | escalate | malformed |");
    }

    [Theory]
    [InlineData("report latest", "--html report.html, --md report.md, or both")]
    [InlineData("report latest --md r.md --include-text", "they need --html")]
    [InlineData("report latest --md r.md --limit 5", "they need --html")]
    [InlineData("report latest --html r.html --limit 0", "--limit must be at least 1")]
    [InlineData("report none --html r.html --baseline neither", "none: is neither a run folder")]
    [InlineData("report none --html r.html --baseline neither", "neither: is neither a run folder")]
    public async Task What_cannot_be_done_is_said_with_how_to_fix_it(string arguments, string message)
    {
        using var commandLine = await RunAsync();

        var result = await commandLine.InvokeAsync(arguments);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(message);
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_ends_with_4_and_leaves_nothing_behind()
    {
        using var commandLine = await RunAsync();
        commandLine.Folder.Write("taken", "a file, not a folder");

        var result = await commandLine.InvokeAsync("report latest --html taken/report.html");

        result.ExitCode.ShouldBe(4);
        Directory.GetFiles(commandLine.Folder.Path, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    private static async Task<CommandLine> RunAsync()
    {
        var commandLine = CommandLine.WithPromptAndSet();
        (await commandLine.InvokeAsync("run --model scripted/keyword")).ExitCode.ShouldBe(0);
        return commandLine;
    }
}
