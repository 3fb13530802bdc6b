using System.Diagnostics;

namespace TnsTriage.Service.Faults.Servers;

/// <summary>Runs a script of <c>tests/services</c> on a folder.</summary>
internal sealed class ServiceScript(string scripts, string name, string folder)
{
    /// <summary>Its standard output, when it succeeds.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        // Its output goes to files, for the server that it starts would keep a pipe open.
        var (output, errors) = (Path.Combine(folder, $"{name}.out"), Path.Combine(folder, $"{name}.err"));
        Directory.CreateDirectory(folder);
        using var script = Process.Start(
            "bash", ["-c", "script=$1; out=$2; err=$3; shift 3; exec \"$script\" \"$@\" > \"$out\" 2> \"$err\"", name, Path.Combine(scripts, name), output, errors, .. arguments]);
        await script.WaitForExitAsync();
        return script.ExitCode == 0
            ? (await File.ReadAllTextAsync(output)).Trim()
            : throw new InvalidOperationException($"{name} {arguments[0]} ended with {script.ExitCode}: {(await File.ReadAllTextAsync(errors)).Trim()}");
    }
}
