using System.Runtime.Versioning;

namespace TnsEval.Cli.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class PagerTests
{
    [Fact]
    public async Task Open_reads_in_the_pager_that_the_environment_names()
    {
        using var commandLine = await OfTerminalAsync("cat > paged.txt");

        var result = await commandLine.InvokeAsync("show latest --misses --open");

        (result.ExitCode, result.Output, result.Error).ShouldBe((0, "", ""));
        var paged = await File.ReadAllTextAsync(commandLine.Folder["paged.txt"]);
        paged.ShouldStartWith("t-cccc  MISS");
        paged.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task A_pager_that_is_closed_before_the_end_is_no_error()
    {
        using var commandLine = await OfTerminalAsync("true");

        (await commandLine.InvokeAsync("show latest --whole --open")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Without_the_pager_the_text_is_shown_here_and_a_line_says_why()
    {
        using var commandLine = await OfTerminalAsync("no-such-pager -x");

        var result = await commandLine.InvokeAsync("show latest --misses --open");

        result.ExitCode.ShouldBe(0);
        result.Error.ShouldBe("The pager that PAGER names (no-such-pager -x) cannot be started; shown here instead.\n");
        result.Output.ShouldStartWith("t-cccc  MISS");
    }

    [Theory]
    [InlineData("show latest --misses --open", false)]
    [InlineData("show latest --misses --open --json", true)]
    public async Task Nothing_is_opened_where_no_person_reads(string arguments, bool isTerminal)
    {
        using var commandLine = await OfTerminalAsync("cat > paged.txt", isTerminal);

        (await commandLine.InvokeAsync(arguments)).Output.ShouldContain("t-cccc");

        File.Exists(commandLine.Folder["paged.txt"]).ShouldBeFalse();
    }

    private static async Task<CommandLine> OfTerminalAsync(string pager, bool isTerminal = true)
    {
        var commandLine = new CommandLine { IsOutputTerminal = isTerminal, Variables = { ["PAGER"] = pager } }.WritePromptAndSet();
        await commandLine.InvokeAsync("run --model scripted/keyword --progress none");
        return commandLine;
    }
}
