using TnsEval.Testing;

namespace TnsEval.Cli.Tests;

public sealed class PluginFoldersTests : IDisposable
{
    private readonly CommandLine _commandLine = CommandLine.WithPromptAndSet();

    public void Dispose() => _commandLine.Dispose();

    [Fact]
    public async Task A_folder_named_on_the_command_line_is_looked_through_besides_the_tools_own()
    {
        _commandLine.Folder.Write("mine/acme/readme.txt", "no plugin yet");

        var result = await _commandLine.InvokeAsync("plugins list --plugins mine");

        result.ExitCode.ShouldBe(ExitCode.BadInput);
        result.Error.ShouldContain($"{_commandLine.Folder["mine/acme/plugin.json"]}: there is no manifest");
        result.Output.ShouldContain("offline");
    }

    [Fact]
    public async Task A_folder_named_in_the_settings_is_relative_to_them()
    {
        _commandLine.Folder.Write("eval.runsettings", "<RunSettings><TnsEval><Run><Plugins>mine</Plugins></Run></TnsEval></RunSettings>");
        _commandLine.Folder.Write("mine/acme/readme.txt", "no plugin yet");

        var result = await _commandLine.InvokeAsync("run --model acme/small");

        result.ExitCode.ShouldBe(ExitCode.BadInput);
        result.Error.ShouldContain($"{_commandLine.Folder["mine/acme/plugin.json"]}: there is no manifest");
    }

    [Fact]
    public async Task A_folder_of_plugins_that_nobody_named_is_left_alone()
    {
        _commandLine.Folder.Write("plugins/acme/readme.txt", "no plugin yet");

        (await _commandLine.InvokeAsync("plugins check")).ExitCode.ShouldBe(ExitCode.Ok);
    }
}
