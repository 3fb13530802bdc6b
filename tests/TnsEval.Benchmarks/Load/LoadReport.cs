using System.Globalization;
using System.Runtime.InteropServices;
using TnsEval.Testing;

namespace TnsEval.Benchmarks.Load;

/// <summary>Runs the tool as users do, as a process, and writes what that takes as tables in Markdown. Linux, for it reads /proc.</summary>
internal sealed class LoadReport(TextWriter output, bool isQuick, IReadOnlyList<Tool> tools, SyntheticSet sets, string folder)
{
    private static readonly string[] AllParts = ["startup", "load", "cache", "rescore", "memory"];
    private static readonly (string, string) Key = ("OPENAI_API_KEY", "load");

    private readonly Tool _packed = tools[0];
    private int _runs;

    /// <param name="output">Where the tables go.</param>
    /// <param name="isQuick">Some minutes instead of a quarter of an hour.</param>
    /// <param name="parts">Which tables; none for all.</param>
    public static async Task<int> WriteAsync(TextWriter output, bool isQuick, IReadOnlyList<string> parts)
    {
        if (parts.FirstOrDefault(part => !AllParts.Contains(part)) is { } unknown)
        {
            await output.WriteLineAsync($"{unknown}: no such part. Name some of {string.Join(", ", AllParts)}, or none for all.");
            return 2;
        }

        using var folder = new TemporaryFolder();
        var tools = await Tool.PublishAsync(folder["tool"]);
        await LoadServer.BuildAsync(folder["server"]);
        Directory.CreateDirectory(folder["sets"]);
        var report = new LoadReport(output, isQuick, tools, new SyntheticSet(folder["sets"]), folder.Path);
        await output.WriteLineAsync(Invariant($"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the start"));
        foreach (var part in parts.Count == 0 ? AllParts : parts)
        {
            await output.WriteLineAsync();
            await (part switch
            {
                "startup" => report.StartupAsync(),
                "load" => report.LoadAsync(),
                "cache" => report.CacheAsync(),
                "rescore" => report.RescoreAsync(),
                _ => report.MemoryAsync(),
            });
        }

        return 0;
    }

    private async Task StartupAsync()
    {
        await TableAsync("start", [.. tools.Select(tool => $"{tool.Name}, ms"), .. tools.Select(tool => $"CPU ms")]);
        foreach (var (name, arguments) in new (string, Func<string[]>)[]
        {
            ("`--help`", () => ["--help"]),
            ("one case, offline", () => ["run", "--prompt", "v6", "--set", sets.Of(1), "--progress", "none", "--out", NewRuns()]),
        })
        {
            var times = tools.Select(_ => new List<Child>()).ToArray();
            for (var repeat = 0; repeat < (isQuick ? 5 : 15); repeat++)
            {
                for (var tool = 0; tool < tools.Count; tool++)
                {
                    times[tool].Add(await tools[tool].RunAsync(arguments()));
                }
            }

            await RowAsync([name, .. times.Select(runs => Invariant($"{Median(runs, run => run.Wall.TotalMilliseconds):0}")), .. times.Select(runs => Invariant($"{Median(runs, run => run.Cpu.TotalMilliseconds):0}"))]);
        }
    }

    private async Task LoadAsync()
    {
        var body = SampleRequest.Of(ShippedPrompt.Read());
        double capacity;
        await using (var server = await LoadServer.StartAsync(latencyMs: 0))
        {
            capacity = await server.CapacityAsync(body, concurrency: 100, requests: isQuick ? 2_000 : 10_000);
        }

        await output.WriteLineAsync(Invariant($"Capacity of server and bare client together at 0 ms, {body.Length / 1024} KiB a request: {capacity:0} a second. Ideal: the longer of cases / concurrency x latency, and cases / capacity."));
        await output.WriteLineAsync();
        await TableAsync("cases", ["concurrency", "latency, ms", "tool", "wall, s", "ideal, s", "wall / ideal", "CPU s per 1,000", "peak RSS, MiB", "exit", "each case once, assessed", "calls"]);
        foreach (var (cases, concurrency, latency) in Grid())
        {
            foreach (var tool in tools.Take(cases == 5_000 && concurrency == 100 ? tools.Count : 1))
            {
                await LoadRowAsync(tool, cases, concurrency, latency, capacity);
            }
        }
    }

    /// <summary>Of 50,000 cases two corners only: the others would take half an hour to say what 5,000 say.</summary>
    private IEnumerable<(int Cases, int Concurrency, int LatencyMs)> Grid() =>
        from cases in isQuick ? [200, 5_000] : new[] { 200, 1_000, 5_000, 50_000 }
        from concurrency in isQuick ? [100] : new[] { 20, 100, 400 }
        from latency in isQuick ? [0, 50] : new[] { 0, 20, 50 }
        where cases < 50_000 || (concurrency, latency) is (100, 0) or (400, 50)
        select (cases, concurrency, latency);

    private async Task LoadRowAsync(Tool tool, int cases, int concurrency, int latency, double capacity)
    {
        await using var server = await LoadServer.StartAsync(latency);
        var runs = NewRuns();
        var child = await RunAsync(tool, server, sets.Of(cases), concurrency, runs);
        var ideal = Math.Max(Math.Ceiling((double)cases / concurrency) * latency / 1000, cases / capacity);
        await RowAsync(
            Invariant($"{cases:N0}"), Invariant($"{concurrency}"), Invariant($"{latency}"), tool.Name, Invariant($"{child.Wall.TotalSeconds:0.00}"), Invariant($"{ideal:0.00}"),
            Invariant($"{child.Wall.TotalSeconds / ideal:0.00}"), Invariant($"{child.Cpu.TotalSeconds / cases * 1000:0.00}"), Invariant($"{child.PeakMiB:0}"),
            Invariant($"{child.ExitCode}"), RunFolderCheck.Coverage(runs, cases), Invariant($"{await server.RequestsAsync():N0}"));
        Directory.Delete(runs, recursive: true);
    }

    /// <summary>The same run twice over one cache.</summary>
    private async Task CacheAsync()
    {
        const int Cases = 5_000;
        await TableAsync("5,000 cases, cache read-write", ["wall, s", "CPU, s", "peak RSS, MiB", "calls"]);
        await using var server = await LoadServer.StartAsync(latencyMs: 0);
        var settings = Path.Combine(folder, "cached");
        Directory.CreateDirectory(settings);
        File.WriteAllText(Path.Combine(settings, "eval.runsettings"), $"<RunSettings><TnsEval><Run><Prompts>{Path.Combine(TestPaths.RepositoryRoot, "prompts", "tns-triage")}</Prompts></Run></TnsEval></RunSettings>");
        long calls = 0;
        foreach (var name in new[] { "first run", "from the cache", "from the cache again" })
        {
            var child = await Child.RunWellAsync(
                "dotnet",
                [_packed.Path, "run", "--prompt", "v6", "--model", "openai/load", "--set", sets.Of(Cases), "--concurrency", "100", "--cache", "read-write", "--progress", "none", "--out", NewRuns()],
                settings,
                ("OPENAI_BASE_URL", server.BaseUrl), Key);
            var now = await server.RequestsAsync();
            await RowAsync(name, Invariant($"{child.Wall.TotalSeconds:0.00}"), Invariant($"{child.Cpu.TotalSeconds:0.00}"), Invariant($"{child.PeakMiB:0}"), Invariant($"{now - calls:N0}"));
            calls = now;
        }
    }

    /// <summary>A journal of 100,000 lines, made of a run's own lines under other ids.</summary>
    private async Task RescoreAsync()
    {
        const int Lines = 100_000;
        const int Cases = 1_000;
        var runs = NewRuns();
        await _packed.RunAsync(["run", "--prompt", "v6", "--set", sets.Of(Cases), "--progress", "none", "--out", runs]);
        var run = RunFolderCheck.In(runs);
        var journal = Path.Combine(run, "cases.jsonl");
        var lines = File.ReadAllLines(journal);
        File.WriteAllLines(journal, Enumerable.Range(0, Lines).Select(number => lines[number % Cases].Replace("\"t-", Invariant($"\"t-{number / Cases:000}"), StringComparison.Ordinal)));
        File.Delete(Path.Combine(run, "summary.json"));   // one that is complete would have to hold as many cases as it was begun with
        await TableAsync("`rescore`", ["lines", "MiB", "wall, s", "CPU, s", "peak RSS, MiB", "exit"]);
        foreach (var tool in tools)
        {
            var child = await tool.RunAsync(["rescore", run]);
            await RowAsync(tool.Name, Invariant($"{Lines:N0}"), Invariant($"{new FileInfo(journal).Length >> 20}"), Invariant($"{child.Wall.TotalSeconds:0.00}"), Invariant($"{child.Cpu.TotalSeconds:0.00}"), Invariant($"{child.PeakMiB:0}"), Invariant($"{child.ExitCode}"));
        }
    }

    private async Task MemoryAsync()
    {
        await TableAsync("cases at 0 ms, concurrency 100", ["wall, s", "CPU s per 1,000", "peak RSS, MiB", "exit", "each case once, assessed"]);
        foreach (var cases in isQuick ? [1_000, 20_000] : new[] { 1_000, 20_000, 200_000 })
        {
            await using var server = await LoadServer.StartAsync(latencyMs: 0);
            var runs = NewRuns();
            var child = await RunAsync(_packed, server, sets.Of(cases), concurrency: 100, runs);
            await RowAsync(Invariant($"{cases:N0}"), Invariant($"{child.Wall.TotalSeconds:0.0}"), Invariant($"{child.Cpu.TotalSeconds / cases * 1000:0.00}"), Invariant($"{child.PeakMiB:0}"), Invariant($"{child.ExitCode}"), RunFolderCheck.Coverage(runs, cases));
            Directory.Delete(runs, recursive: true);
        }
    }

    private static Task<Child> RunAsync(Tool tool, LoadServer server, string set, int concurrency, string runs) => tool.RunAsync(
        ["run", "--prompt", "v6", "--model", "openai/load", "--set", set, "--concurrency", Invariant($"{concurrency}"), "--progress", "none", "--out", runs],
        ("OPENAI_BASE_URL", server.BaseUrl), Key);

    private string NewRuns() => Path.Combine(folder, Invariant($"runs-{_runs++}"));

    private async Task TableAsync(string first, IReadOnlyList<string> columns)
    {
        await RowAsync([first, .. columns]);
        await output.WriteLineAsync($"|---|{string.Concat(Enumerable.Repeat("---|", columns.Count))}");
    }

    private Task RowAsync(params string[] cells) => output.WriteLineAsync($"| {string.Join(" | ", cells)} |");

    private static double Median(IEnumerable<Child> runs, Func<Child, double> of) => runs.Select(of).Order().ElementAt(runs.Count() / 2);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
