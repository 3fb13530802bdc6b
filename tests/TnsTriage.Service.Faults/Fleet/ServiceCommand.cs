using System.Diagnostics;

namespace TnsTriage.Service.Faults.Fleet;

/// <summary>A command of the service that ends by itself.</summary>
internal static class ServiceCommand
{
    /// <returns>Its exit code; what it said is in the log.</returns>
    public static async Task<int> RunAsync(string dll, IReadOnlyDictionary<string, string> settings, string log, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        using var process = Process.Start(start)!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        await File.AppendAllTextAsync(log, string.Concat(texts));
        return process.ExitCode;
    }
}
