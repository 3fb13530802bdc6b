using System.Diagnostics;
using TnsEval.Testing;

namespace TnsEval.Report.Browser.Tests;

/// <summary>The command line as its user calls it: a process in this repository.</summary>
internal static class CommandLineRun
{
    public static async Task InvokeAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "TnsEval.Cli.dll"), .. arguments])
        {
            WorkingDirectory = TestPaths.RepositoryRoot, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        process.ExitCode.ShouldBe(0, await output + await error);
    }

    /// <summary>Runs a prompt offline and writes its report.</summary>
    public static async Task<string> ReportAsync(TemporaryFolder folder, string[] run, params string[] report)
    {
        await InvokeAsync(["run", "--out", folder["runs"], "--progress", "none", .. run]);
        var runs = Directory.GetDirectories(folder["runs"]).Order(StringComparer.Ordinal).ToArray();
        await InvokeAsync(["report", runs[^1], "--html", folder["report.html"], .. runs.Length > 1 ? ["--baseline", runs[0]] : Array.Empty<string>(), .. report]);
        return folder["report.html"];
    }
}
