using System.Diagnostics;

namespace TnsTriage.Service.Faults;

/// <summary>Runs faults one after the other; the table is standard output, how it goes is standard error.</summary>
internal static class FaultList
{
    /// <summary>Exit code when a figure is not as expected.</summary>
    public const int Missed = 1;

    /// <param name="tableHead">What stands above the reports' rows.</param>
    /// <param name="only">Names of those that are wanted; none for all.</param>
    /// <param name="faults">In order.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync<T>(string tableHead, string[]? only, IReadOnlyList<(string Name, Func<Task<T>> RunAsync)> faults)
        where T : IFaultReport
    {
        var wanted = only ?? [];
        if (wanted.Except(faults.Select(fault => fault.Name)).ToArray() is { Length: > 0 } unknown)
        {
            await Console.Error.WriteLineAsync($"there is no fault {string.Join(", ", unknown)}; there are {string.Join(", ", faults.Select(fault => fault.Name))}");
            return 2;
        }

        Console.Write(tableHead);
        List<T> reports = [];
        foreach (var (name, runAsync) in faults.Where(fault => wanted.Length == 0 || wanted.Contains(fault.Name)))
        {
            var started = Stopwatch.StartNew();
            var report = await runAsync();
            reports.Add(report);
            Console.Write(report.TableRow());
            await Console.Error.WriteLineAsync($"{(report.Skipped is not null ? "skipped" : report.IsMet ? "met" : "MISSED"),-7} {name,-9} {started.Elapsed.TotalSeconds,5:0} s  {string.Join("; ", report.Misses)}");
        }

        return reports.All(report => report.IsMet) ? 0 : Missed;
    }
}
