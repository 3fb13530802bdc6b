using System.Diagnostics;

namespace TnsTriage.Service.Faults.Servers;

/// <summary>A program of the system.</summary>
internal static class Tool
{
    /// <returns>Whether it succeeded.</returns>
    public static async Task<bool> TryAsync(string file, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;   // there is no such program here
        }
    }

    public static async Task RunAsync(string file, params string[] arguments)
    {
        if (!await TryAsync(file, arguments))
        {
            throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} failed");
        }
    }
}
