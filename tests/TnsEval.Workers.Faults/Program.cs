using System.CommandLine;
using TnsEval.Workers.Faults;
using TnsTriage.Service.Faults;
using TnsTriage.Service.Faults.Servers;

var tool = new Option<FileInfo>("--tool") { Description = "The published TnsEval.Cli.dll", Required = true };
var repository = new Option<DirectoryInfo>("--repository") { Description = "The repository, for its prompts and tests/services", Required = true };
var keep = new Option<DirectoryInfo?>("--keep") { Description = "Keep runs in this folder" };
var seed = new Option<int>("--seed") { Description = "Of what is drawn by lot", DefaultValueFactory = _ => 20261122 };
var root = new RootCommand("Evaluation on several machines: breaks it, and measures it. Starts a broker for itself.");

var only = new Option<string[]>("--only") { Description = "Only these faults", AllowMultipleArgumentsPerToken = true };
var kills = new Option<int>("--kills") { Description = "How often a worker is killed", DefaultValueFactory = _ => 20 };
var apart = new Option<int>("--apart") { Description = "Seconds for which a worker is cut off", DefaultValueFactory = _ => 60 };
var faults = new Command("faults", "Exits with 1 when a case is lost or counted twice, or a summary differs from that of a local run") { tool, repository, keep, seed, only, kills, apart };
faults.SetAction(parsed => WithBrokerAsync(parsed, (options, broker) => FaultList.RunAsync(RunReport.TableHead, parsed.GetValue(only), [
    ("workers", () => WorkerFaults.KillWorkersAsync(options, broker, parsed.GetValue(kills))),
    ("broker", () => WorkerFaults.KillBrokerAsync(options, broker)),
    ("partition", () => WorkerFaults.PartitionAsync(options, broker, TimeSpan.FromSeconds(parsed.GetValue(apart)))),
    ("poison", () => WorkerFaults.PoisonAsync(options, broker)),
    ("crawl", () => WorkerFaults.CrawlAsync(options, broker)),
    ("coordinators", () => WorkerFaults.CoordinatorsAsync(options, broker)),
])));
root.Add(faults);

var server = new Option<FileInfo>("--server") { Description = "The built TnsEval.LoadServer.dll", Required = true };
var cases = new Option<int>("--cases") { Description = "Cases of each run", DefaultValueFactory = _ => 10_000 };
var scaling = new Command("scaling", "The same run by one process, and by 1, 2 and 4 workers") { tool, repository, keep, seed, server, cases };
scaling.SetAction(parsed => WithBrokerAsync(parsed, async (options, broker) =>
    await ScalingRun.RunAsync(options, broker, parsed.GetValue(server)!, parsed.GetValue(cases), Console.Out) ? 0 : FaultList.Missed));
root.Add(scaling);
return await root.Parse(args).InvokeAsync();

async Task<int> WithBrokerAsync(ParseResult parsed, Func<BenchOptions, BrokerServer, Task<int>> runAsync)
{
    var folder = parsed.GetValue(keep)?.FullName ?? Directory.CreateTempSubdirectory("tnseval-faults-").FullName;
    var queues = Directory.CreateTempSubdirectory("tnseval-broker-");
    var home = parsed.GetValue(repository)!.FullName;
    try
    {
        await using var broker = new BrokerServer(Path.Combine(home, "tests", "services"), queues.FullName);
        await broker.StartAsync();
        return await runAsync(new BenchOptions(parsed.GetValue(tool)!.FullName, home, folder, parsed.GetValue(seed)), broker);
    }
    finally
    {
        queues.Delete(recursive: true);
        if (parsed.GetValue(keep) is null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
