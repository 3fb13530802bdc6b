using System.CommandLine;
using TnsTriage.Service.Faults;
using TnsTriage.Service.Faults.Injected;
using TnsTriage.Service.Faults.Load;
using TnsTriage.Service.Faults.Surroundings;

const int Missed = 1;

var service = new Option<FileInfo>("--service") { Description = "The published TnsTriage.Service.dll", Required = true, Recursive = true };
var keep = new Option<DirectoryInfo?>("--keep") { Description = "Keep logs and files of the service in this folder", Recursive = true };
var seed = new Option<int>("--seed") { Description = "Of what is drawn by lot", DefaultValueFactory = _ => 20261122, Recursive = true };
var only = new Option<string[]>("--only") { Description = "Only these faults", AllowMultipleArgumentsPerToken = true };
var kills = new Option<int>("--kills") { Description = "How often the service is killed", DefaultValueFactory = _ => 30 };
var root = new RootCommand("Breaks things around the triage service and counts what became of each conversation. Exits with 1 when something is not as expected.") { service, keep, seed, only, kills };
root.SetAction(parsed => WithFolderAsync(parsed, async options =>
{
    (string Name, Func<Task<FaultReport>> RunAsync)[] faults =
    [
        ("kill", () => Kills.KillAsync(options, parsed.GetValue(kills))),
        ("stop", () => Kills.StopAsync(options)),
        ("repeat", () => Deliveries.RepeatAsync(options)),
        ("twins", () => Twins.ShareAsync(options)),
        ("forge", () => Signatures.ForgeAsync(options)),
        ("replay", () => Signatures.ReplayAsync(options)),
        ("storm", () => FrontFaults.StormAsync(options)),
        ("fail", () => FrontFaults.FailAsync(options)),
        ("hang", () => FrontFaults.HangAsync(options)),
        ("merge", () => FrontFaults.MergeAsync(options)),
        ("model", () => ModelFaults.OutageAsync(options)),
        ("patience", () => ModelFaults.EndOfPatienceAsync(options)),
        ("poison", () => FrontFaults.PoisonAsync(options)),
        ("large", () => Deliveries.LargeAsync(options)),
        ("disk", () => StorageFaults.FullAsync(options)),
        ("ahead", () => Clocks.SkewAsync(options, TimeSpan.FromMinutes(-30))),
        ("behind", () => Clocks.SkewAsync(options, TimeSpan.FromMinutes(30))),
    ];
    var wanted = parsed.GetValue(only) ?? [];
    if (wanted.Except(faults.Select(fault => fault.Name)).ToArray() is { Length: > 0 } unknown)
    {
        await Console.Error.WriteLineAsync($"there is no fault {string.Join(", ", unknown)}; there are {string.Join(", ", faults.Select(fault => fault.Name))}");
        return 2;
    }

    Console.Write(FaultReport.TableHead);
    List<FaultReport> reports = [];
    foreach (var (name, runAsync) in faults.Where(fault => wanted.Length == 0 || wanted.Contains(fault.Name)))
    {
        var started = System.Diagnostics.Stopwatch.StartNew();
        var report = await runAsync();
        reports.Add(report);
        Console.Write(report.TableRow());
        await Console.Error.WriteLineAsync($"{(report.Skipped is not null ? "skipped" : report.IsMet ? "met" : "MISSED"),-7} {name,-9} {started.Elapsed.TotalSeconds,5:0} s  {string.Join("; ", report.Misses)}");
    }

    return reports.All(report => report.IsMet) ? 0 : Missed;
}));

var rate = new Option<int>("--rate") { Description = "Webhooks a second", DefaultValueFactory = _ => 300 };
var seconds = new Option<int>("--seconds") { Description = "How long", DefaultValueFactory = _ => 60 };
var load = new Command("load", "Delivers webhooks at a steady rate, each of a conversation of its own, and measures") { rate, seconds };
load.SetAction(parsed => WithFolderAsync(parsed, async options =>
{
    var result = await LoadRun.RunAsync(options, parsed.GetValue(rate), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
    Console.Write(result.Table());
    return result.IsMet ? 0 : Missed;
}));
root.Add(load);
return await root.Parse(args).InvokeAsync();

async Task<int> WithFolderAsync(ParseResult parsed, Func<BenchOptions, Task<int>> runAsync)
{
    var folder = parsed.GetValue(keep)?.FullName ?? Directory.CreateTempSubdirectory("tnstriage-faults-").FullName;
    try
    {
        return await runAsync(new BenchOptions(parsed.GetValue(service)!.FullName, folder, parsed.GetValue(seed)));
    }
    finally
    {
        if (parsed.GetValue(keep) is null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
