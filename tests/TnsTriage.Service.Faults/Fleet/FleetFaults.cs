using System.Globalization;
using TnsTriage.FrontStub;
using TnsTriage.Service.Faults.Servers;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Fleet;

/// <summary>Parts of a fleet die, restart, are cut off or crawl, while webhooks go on coming.</summary>
internal static class FleetFaults
{
    private const int Prefetch = 50;

    private static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(4);

    private static readonly Dictionary<string, string> Wide = new(StringComparer.Ordinal) { ["TnsTriage:Workers"] = Prefetch.ToString(CultureInfo.InvariantCulture) };

    /// <summary>SIGKILL of one worker of three after the other, each with up to fifty conversations in hand.</summary>
    public static async Task<FaultReport> KillWorkersAsync(BenchOptions options, ServerPair servers, int kills)
    {
        await using var fleet = await TriageFleet.OpenAsync(options, servers, workers: 3, Wide);
        Linger(fleet.Bench);
        using var enough = new CancellationTokenSource();
        var sending = SendWhileAsync(fleet, perSecond: 40, enough.Token);
        var hit = new SortedDictionary<int, int>();
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(fleet.Bench.Random.Next(300, 2_500));
            var worker = fleet.Workers[fleet.Bench.Random.Next(fleet.Workers.Count)];
            await worker.KillAsync();
            foreach (var done in fleet.Records.StepsDone)
            {
                hit[done] = hit.GetValueOrDefault(done) + 1;
            }

            await worker.StartAsync();
        }

        await enough.CancelAsync();
        await sending;
        var drained = await fleet.DrainAsync(LongestDrain);
        var where = string.Join(", ", hit.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} with {pair.Key} steps done")));
        return new FaultReport("kill -9 of a worker", $"{kills} kills among 3 workers with prefetch {Prefetch}; unfinished decisions at those moments: {where}")
            .Rest(Findings.Of(fleet.Bench))
            .Expect("drained", drained is not null)
            .ExpectAtLeast("moments between steps that were hit", 4, hit.Count);
    }

    /// <summary>SIGKILL of the broker in the middle of work; webhooks meanwhile are answered 503 and repeated, as Front does.</summary>
    public static async Task<FaultReport> KillBrokerAsync(BenchOptions options, ServerPair servers)
    {
        const int Times = 3;
        await using var fleet = await TriageFleet.OpenAsync(options, servers, workers: 2, Wide);
        Linger(fleet.Bench);
        using var enough = new CancellationTokenSource();
        var sending = SendWhileAsync(fleet, perSecond: 40, enough.Token);
        for (var kill = 0; kill < Times; kill++)
        {
            await Task.Delay(fleet.Bench.Random.Next(1_500, 4_000));
            await servers.Broker.KillAsync();
            await Task.Delay(fleet.Bench.Random.Next(500, 3_000));
            await servers.Broker.StartAsync();
        }

        await Task.Delay(2_000);
        await enough.CancelAsync();
        var repeated = await sending;
        var drained = await fleet.DrainAsync(LongestDrain);
        return new FaultReport("kill -9 of the broker", $"{Times} kills of RabbitMQ at random moments, started again after up to 3 s; {repeated} webhooks refused meanwhile and sent again")
            .Rest(Findings.Of(fleet.Bench))
            .Expect("drained", drained is not null)
            .Expect("processes that ended", 0, Ended(fleet));
    }

    /// <summary>PostgreSQL goes away in order, and without; receivers do not notice.</summary>
    public static async Task<FaultReport> RestartLedgerAsync(BenchOptions options, ServerPair servers)
    {
        await using var fleet = await TriageFleet.OpenAsync(options, servers, workers: 2, Wide);
        Linger(fleet.Bench);
        using var enough = new CancellationTokenSource();
        var sending = SendWhileAsync(fleet, perSecond: 40, enough.Token);
        foreach (var mode in new[] { "fast", "immediate", "fast", "immediate" })
        {
            await Task.Delay(fleet.Bench.Random.Next(1_500, 4_000));
            await servers.Ledger.StopAsync(mode);
            await Task.Delay(fleet.Bench.Random.Next(500, 3_000));
            await servers.Ledger.StartAsync();
        }

        await Task.Delay(2_000);
        await enough.CancelAsync();
        var repeated = await sending;
        var drained = await fleet.DrainAsync(LongestDrain);
        return new FaultReport("restart of PostgreSQL", "stopped 4 times, twice fast, twice immediate, for up to 3 s each")
            .Rest(Findings.Of(fleet.Bench))
            .Expect("drained", drained is not null)
            .Expect("webhooks refused meanwhile", 0, repeated)
            .Expect("processes that ended", 0, Ended(fleet));
    }

    /// <summary>One worker loses broker and database for a minute, in the middle of work, and keeps Front and the model: the worst it can do is to go on.</summary>
    public static async Task<FaultReport> PartitionAsync(BenchOptions options, ServerPair servers, TimeSpan length)
    {
        await using var fleet = await TriageFleet.OpenAsync(options, servers, workers: 1, Wide);
        Linger(fleet.Bench);
        await using var cable = await Cable.LayAsync(
            [servers.Broker.Uri.Port, servers.Ledger.Port], [fleet.Bench.Front.Address.Port, fleet.Bench.Outside.ModelAddress.Port]);
        var alone = await fleet.AddWorkerAsync(cable: cable);
        using var enough = new CancellationTokenSource();
        var sending = SendWhileAsync(fleet, perSecond: 30, enough.Token);
        await Task.Delay(4_000);
        await cable.CutAsync();
        var decided = fleet.Records.DecidedCount;
        await Task.Delay(length);
        var meanwhile = fleet.Records.DecidedCount - decided;
        await cable.MendAsync();
        await Task.Delay(3_000);
        await enough.CancelAsync();
        await sending;
        var drained = await fleet.DrainAsync(LongestDrain);
        return new FaultReport("partition", $"one worker of two without broker and database for {length.TotalSeconds:0} s ({cable.Kind}), Front and the model in its reach")
            .Rest(Findings.Of(fleet.Bench))
            .Expect("drained", drained is not null)
            .ExpectAtLeast("decided by the other meanwhile", 100, meanwhile)
            .Expect("the same process goes on", !alone.Process!.HasExited);
    }

    /// <summary>Conversations that cannot be read, and one at whose model call the worker dies, whichever it is.</summary>
    public static async Task<FaultReport> PoisonAsync(BenchOptions options, ServerPair servers)
    {
        const int Others = 100;
        await using var fleet = await TriageFleet.OpenAsync(options, servers, workers: 2, new Dictionary<string, string> { ["TnsTriage:MaxAttempts"] = "3", ["TnsTriage:Workers"] = "10" });
        Linger(fleet.Bench);
        string[] nonsense = ["""{"_results": [{"id": 7}]}""", "{", "[[[[[[[["];
        var poisoned = nonsense.Select((body, number) =>
        {
            var conversation = fleet.Bench.Begin(Ticket.Danger, number);
            fleet.Bench.Front.Inject(StubFault.Body(body).On("GET", $"{conversation.Id}/messages") with { Times = null });
            return conversation;
        }).ToArray();
        foreach (var conversation in poisoned)
        {
            await fleet.DeliverAsync(fleet.Bench.EventOf(conversation));
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, Others), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) => await fleet.SendAsync(Ticket.Fraud, number));
        var drained = await fleet.DrainAsync(LongestDrain);
        var report = new FaultReport("poisoned conversations", $"{poisoned.Length} whose messages are nonsense, among {Others} others; 3 attempts; then mended, and replayed by the service's command")
            .Rest(Findings.Of(fleet.Bench), dead: poisoned.Length)
            .Expect("drained", drained is not null);

        fleet.Bench.Front.Heal();
        var exit = await ReplayAsync(options, fleet);
        return report.Expect("exit code of the replay", 0, exit).Expect("decided after it", Others + poisoned.Length, Findings.Of(fleet.Bench).Decided);
    }

    /// <summary>A conversation that kills each worker that asks the model about it, with all that this worker had in hand.</summary>
    public static async Task<FaultReport> DeadlyAsync(BenchOptions options, ServerPair servers)
    {
        const int Deaths = 5;
        const int Others = 200;
        await using var fleet = await TriageFleet.OpenAsync(options, servers, workers: 2, new Dictionary<string, string> { ["TnsTriage:Workers"] = "10" });
        Linger(fleet.Bench);
        var deaths = 0;
        fleet.Bench.Outside.DeadlyAsked = async caller =>
        {
            Interlocked.Increment(ref deaths);
            await fleet.Workers.First(worker => worker.Name == caller).ReplaceAsync();
        };
        await fleet.SendAsync(Ticket.Deadly, 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, Others), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) => await fleet.SendAsync(Ticket.Fraud, number));
        var drained = await fleet.DrainAsync(LongestDrain);
        var dead = fleet.Records.DeadLetters;
        var deadly = fleet.Bench.Tickets.Single(ticket => ticket.Value == Ticket.Deadly).Key;
        var report = new FaultReport("a deadly conversation", $"one at whose model call the worker is killed, whichever it is, among {Others} others; then mended, and replayed by the service's command")
            .Rest(Findings.Of(fleet.Bench), dead.Count)
            .Expect("workers that it killed", Deaths, deaths)
            .Expect("it is a dead letter", dead.Contains(deadly))
            .ExpectAtMost("others that were in hand at five deaths, and are dead letters too", 5, dead.Count - 1)
            .Expect("drained", drained is not null);

        fleet.Bench.Outside.DeadlyAsked = null;
        var exit = await ReplayAsync(options, fleet);
        return report.Expect("exit code of the replay", 0, exit).Expect("decided after it", Others + 1, Findings.Of(fleet.Bench).Decided);
    }

    /// <summary>One worker's model takes a hundred times as long; its conversations are late, and nobody else's.</summary>
    public static async Task<FaultReport> CrawlAsync(BenchOptions options, ServerPair servers)
    {
        const int Conversations = 600;
        var (quick, slow) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));
        await using var slowModel = await Outside.StartAsync();
        slowModel.Latency = slow;
        await using var fleet = await TriageFleet.OpenAsync(options, servers, workers: 2, new Dictionary<string, string> { ["TnsTriage:Workers"] = "10" });
        fleet.Bench.Outside.Latency = quick;
        await fleet.AddWorkerAsync(new Dictionary<string, string> { ["OPENAI_BASE_URL"] = slowModel.ModelAddress.ToString() });
        await Parallel.ForEachAsync(Enumerable.Range(0, Conversations), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
            await fleet.SendAsync(number % 10 == 0 ? Ticket.Danger : Ticket.Ordinary, number));
        var drained = await fleet.DrainAsync(LongestDrain);
        return new FaultReport("a slow worker", $"one worker of three whose model takes {slow.TotalSeconds:0} s instead of {quick.TotalSeconds:0.0} s, twice as long as a lease")
            .Rest(Findings.Of(fleet.Bench))
            .Expect("drained", drained is not null)
            .ExpectAtMost("decided by the slow one", Conversations / 4, slowModel.ModelCalls)
            .ExpectAtMost("conversations judged twice", 0, slowModel.ModelCalls + fleet.Bench.Outside.ModelCalls - Conversations);
    }

    /// <summary>Makes all dead letters due again, and waits for what becomes of them.</summary>
    /// <returns>The command's exit code.</returns>
    private static async Task<int> ReplayAsync(BenchOptions options, TriageFleet fleet)
    {
        var settings = fleet.Bench.SettingsWith(new Dictionary<string, string>());
        var exit = await ServiceCommand.RunAsync(options.ServiceDll, settings, fleet.Bench.LogOf("replay"), "--replay-dead-letters");
        await fleet.DrainAsync(LongestDrain);
        return exit;
    }

    /// <summary>So that a worker can die between any two steps.</summary>
    private static void Linger(Bench bench)
    {
        bench.Front.Latency = TimeSpan.FromMilliseconds(60);
        bench.Outside.Latency = TimeSpan.FromMilliseconds(100);
    }

    /// <summary>Delivers conversations, half of them alarms, each until it is accepted.</summary>
    /// <returns>How many webhooks had to be sent again.</returns>
    private static async Task<int> SendWhileAsync(TriageFleet fleet, int perSecond, CancellationToken until)
    {
        var sends = new List<Task<int>>();
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        while (!until.IsCancellationRequested)
        {
            var number = sends.Count;
            sends.Add(fleet.SendAsync(number % 2 == 0 ? Ticket.Ordinary : number % 3 == 0 ? Ticket.Fraud : Ticket.Danger, number));
            await tick.WaitForNextTickAsync(CancellationToken.None);
        }

        return (await Task.WhenAll(sends)).Sum(count => count - 1);
    }

    private static int Ended(TriageFleet fleet) =>
        fleet.Workers.Select(worker => worker.Process!).Concat(fleet.Receivers).Count(process => process.HasExited);
}
