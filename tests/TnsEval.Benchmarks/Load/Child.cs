using System.Diagnostics;
using System.Globalization;

namespace TnsEval.Benchmarks.Load;

/// <summary>What one child process took, as Linux counts it.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Wall">From its start to its end.</param>
/// <param name="Cpu">User and system time, its own children's included.</param>
/// <param name="PeakMiB">Its largest resident set, looked at every few milliseconds.</param>
/// <param name="Output">Standard output and standard error.</param>
internal sealed record Child(int ExitCode, TimeSpan Wall, TimeSpan Cpu, double PeakMiB, string Output)
{
    private static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(10);   // USER_HZ is 100 on every Linux there is

    /// <summary>Runs one to its end. Nothing else may run a child meanwhile.</summary>
    public static async Task<Child> RunAsync(string file, IEnumerable<string> arguments, string folder, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var before = CpuOfChildren();
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var texts = new[] { process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync() };
        var exited = process.WaitForExitAsync();
        double peak = 0;
        while (!exited.IsCompleted)
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            await Task.WhenAny(exited, Task.Delay(5));
        }

        watch.Stop();
        return new Child(process.ExitCode, watch.Elapsed, CpuOfChildren() - before, peak, string.Concat(await Task.WhenAll(texts)));
    }

    /// <summary>The same, of one that must succeed.</summary>
    public static async Task<Child> RunWellAsync(string file, IEnumerable<string> arguments, string folder, params (string Name, string Value)[] variables)
    {
        var child = await RunAsync(file, arguments, folder, variables);
        return child.ExitCode == 0 ? child : throw new InvalidOperationException($"{file} ended with {child.ExitCode}: {child.Output}");
    }

    /// <summary>User and system time of the children that were waited for: fields 16 and 17, counted after the name in parentheses.</summary>
    private static TimeSpan CpuOfChildren()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) * ClockTick;
    }

    private static double PeakOf(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;   // it has just ended
        }
    }
}
