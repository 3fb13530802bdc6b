using System.CommandLine;
using TnsTriage.Service.Faults;
using TnsTriage.Service.Faults.Fleet;
using TnsTriage.Service.Faults.Injected;
using TnsTriage.Service.Faults.Load;
using TnsTriage.Service.Faults.Surroundings;

var service = new Option<FileInfo>("--service") { Description = "The published TnsTriage.Service.dll", Recursive = true };
var keep = new Option<DirectoryInfo?>("--keep") { Description = "Keep logs and files of the service in this folder", Recursive = true };
var seed = new Option<int>("--seed") { Description = "Of what is drawn by lot", DefaultValueFactory = _ => 20261122, Recursive = true };
var only = new Option<string[]>("--only") { Description = "Only these faults", AllowMultipleArgumentsPerToken = true };
var kills = new Option<int>("--kills") { Description = "How often the service is killed", DefaultValueFactory = _ => 30 };
var root = new RootCommand("Breaks things around the triage service and counts what became of each conversation. Exits with 1 when something is not as expected.") { service, keep, seed, only, kills };
root.SetAction(parsed => WithFolderAsync(parsed, options => FaultList.RunAsync(FaultReport.TableHead, parsed.GetValue(only), [
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
])));

var rate = new Option<int>("--rate") { Description = "Webhooks a second", DefaultValueFactory = _ => 300 };
var seconds = new Option<int>("--seconds") { Description = "How long", DefaultValueFactory = _ => 60 };
var load = new Command("load", "Delivers webhooks at a steady rate, each of a conversation of its own, and measures") { rate, seconds };
load.SetAction(parsed => WithFolderAsync(parsed, async options =>
{
    var result = await LoadRun.RunAsync(options, parsed.GetValue(rate), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
    Console.Write(result.Table());
    return result.IsMet ? 0 : FaultList.Missed;
}));
root.Add(load);
foreach (var command in FleetCommands.All(WithFolderAsync))
{
    root.Add(command);
}

return await root.Parse(args).InvokeAsync();

async Task<int> WithFolderAsync(ParseResult parsed, Func<BenchOptions, Task<int>> runAsync)
{
    if (parsed.GetValue(service) is not { } dll)
    {
        await Console.Error.WriteLineAsync("--service is missing: the published TnsTriage.Service.dll");
        return 2;
    }

    var folder = parsed.GetValue(keep)?.FullName ?? Directory.CreateTempSubdirectory("tnstriage-faults-").FullName;
    try
    {
        return await runAsync(new BenchOptions(dll.FullName, folder, parsed.GetValue(seed)));
    }
    finally
    {
        if (parsed.GetValue(keep) is null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
