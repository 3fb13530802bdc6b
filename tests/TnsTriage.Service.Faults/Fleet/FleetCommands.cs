using System.CommandLine;
using System.Net;
using TnsTriage.Service.Faults.Scaling;
using TnsTriage.Service.Faults.Servers;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Fleet;

/// <summary>The commands that start a broker and a database for themselves.</summary>
internal static class FleetCommands
{
    /// <param name="runAsync">Gives a command what all commands are told, and its exit code back.</param>
    public static IEnumerable<Command> All(Func<ParseResult, Func<BenchOptions, Task<int>>, Task<int>> runAsync)
    {
        var scripts = new Option<DirectoryInfo>("--scripts") { Description = "The folder tests/services", Required = true };
        yield return Faults(scripts, runAsync);
        yield return Drain(scripts, runAsync);
        yield return Relays();
    }

    private static Command Faults(Option<DirectoryInfo> scripts, Func<ParseResult, Func<BenchOptions, Task<int>>, Task<int>> runAsync)
    {
        var only = new Option<string[]>("--only") { Description = "Only these faults", AllowMultipleArgumentsPerToken = true };
        var kills = new Option<int>("--kills") { Description = "How often a worker is killed", DefaultValueFactory = _ => 20 };
        var apart = new Option<int>("--apart") { Description = "Seconds for which a worker is cut off", DefaultValueFactory = _ => 60 };
        var command = new Command("fleet", "Breaks receivers and workers over RabbitMQ and PostgreSQL, and those two") { scripts, only, kills, apart };
        command.SetAction(parsed => runAsync(parsed, async options =>
        {
            await using var servers = await ServerPair.StartAsync(parsed.GetValue(scripts)!.FullName);
            return await FaultList.RunAsync(FaultReport.TableHead, parsed.GetValue(only), [
                ("workers", () => FleetFaults.KillWorkersAsync(options, servers, parsed.GetValue(kills))),
                ("broker", () => FleetFaults.KillBrokerAsync(options, servers)),
                ("ledger", () => FleetFaults.RestartLedgerAsync(options, servers)),
                ("partition", () => FleetFaults.PartitionAsync(options, servers, TimeSpan.FromSeconds(parsed.GetValue(apart)))),
                ("poison", () => FleetFaults.PoisonAsync(options, servers)),
                ("deadly", () => FleetFaults.DeadlyAsync(options, servers)),
                ("crawl", () => FleetFaults.CrawlAsync(options, servers)),
            ]);
        }));
        return command;
    }

    private static Command Drain(Option<DirectoryInfo> scripts, Func<ParseResult, Func<BenchOptions, Task<int>>, Task<int>> runAsync)
    {
        var jobs = new Option<int>("--jobs") { Description = "Conversations to queue up", DefaultValueFactory = _ => 100_000 };
        var window = new Option<int>("--window") { Description = "Seconds that each number of workers is measured for", DefaultValueFactory = _ => 45 };
        var command = new Command("drain", "Queues up conversations and measures how 1, 2 and 4 workers drain the queue") { scripts, jobs, window };
        command.SetAction(parsed => runAsync(parsed, async options =>
        {
            await using var servers = await ServerPair.StartAsync(parsed.GetValue(scripts)!.FullName);
            return await DrainRun.RunAsync(options, servers, parsed.GetValue(jobs), TimeSpan.FromSeconds(parsed.GetValue(window)), Console.Out) ? 0 : FaultList.Missed;
        }));
        return command;
    }

    /// <summary>What <see cref="NetworkNamespace"/> runs inside.</summary>
    private static Command Relays()
    {
        var pairs = new Argument<string[]>("ADDRESS=ADDRESS");
        var command = new Command("relay", "Passes connections on until it is ended") { pairs };
        command.Hidden = true;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var relays = parsed.GetValue(pairs)!.Select(pair => pair.Split('='))
                .Select(pair => new Relay(IPEndPoint.Parse(pair[0]), IPEndPoint.Parse(pair[1]))).ToArray();
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.WhenAll(relays.Select(relay => relay.DisposeAsync().AsTask()));
        });
        return command;
    }
}
