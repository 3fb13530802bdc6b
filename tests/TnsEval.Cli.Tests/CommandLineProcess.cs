using System.Diagnostics;
using System.Globalization;

namespace TnsEval.Cli.Tests;

/// <summary>The command line as a process of its own, for what cannot be tried inside the test's: signals, kills, several at once.</summary>
internal sealed class CommandLineProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private CommandLineProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public static CommandLineProcess Start(CommandLine commandLine, string arguments) => new(Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "TnsEval.Cli.dll"), .. arguments.Split(' ')])
        {
            WorkingDirectory = commandLine.Folder.Path, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false,
        })!);

    /// <summary>kill -9: the process gets no chance to tidy up.</summary>
    public void Kill() => _process.Kill();

    /// <param name="signal">As kill names it: INT, TERM.</param>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        kill.ExitCode.ShouldBe(0);
    }

    public async Task<CommandLine.Result> EndAsync()
    {
        await Task.WhenAll(_output, _error, _process.WaitForExitAsync()).WaitAsync(TimeSpan.FromMinutes(2));
        return new CommandLine.Result(_process.ExitCode, await _output, await _error);
    }

    public void Dispose() => _process.Dispose();
}
