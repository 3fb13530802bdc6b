using System.Diagnostics;
using TnsTriage.Service.Faults.Servers;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsEval.Workers.Faults;

/// <summary>Workers, the broker and the coordinator of a run die, are cut off or crawl; the journal and the summary must not know.</summary>
internal static class WorkerFaults
{
    private const int Prefetch = 50;

    private static readonly TimeSpan Latency = TimeSpan.FromSeconds(1);

    /// <summary>SIGKILL of one worker of three after the other, each with up to fifty cases in hand.</summary>
    public static async Task<RunReport> KillWorkersAsync(BenchOptions options, BrokerServer broker, int kills)
    {
        await using var bench = await OpenAsync(options, broker, cases: kills * 250, workers: 3);
        var local = await bench.LocalScoresAsync();
        await using var run = bench.Coordinate();
        await bench.WaitForJournalAsync(run, 50);
        var done = 0;
        while (done < kills && !run.HasExited)
        {
            await Task.Delay(bench.Random.Next(200, 2_000));
            await bench.ReplaceWorkerAsync(bench.Random.Next(bench.Workers.Count));
            done += run.HasExited ? 0 : 1;
        }

        var (exit, _) = await run.EndAsync();
        var journal = Journal.Of(bench.Run!);
        return new RunReport("kill -9 of a worker", $"{done} kills at random moments among 3 workers with up to {Prefetch} cases each")
            .Rest(bench, exit, local)
            .Expect("kills while it ran", kills, done)
            .Expect("cases without an answer", 0, journal.Failed.Count)
            .ExpectAtLeast("calls that were made again", 1, bench.Model.ModelCalls - (2 * bench.Cases));
    }

    public static async Task<RunReport> KillBrokerAsync(BenchOptions options, BrokerServer broker)
    {
        const int Kills = 3;
        await using var bench = await OpenAsync(options, broker, cases: 2_500, workers: 2);
        var local = await bench.LocalScoresAsync();
        await using var run = bench.Coordinate();
        await bench.WaitForJournalAsync(run, 50);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(bench.Random.Next(1_000, 4_000));
            await broker.KillAsync();
            await Task.Delay(bench.Random.Next(500, 3_000));
            await broker.StartAsync();
        }

        var running = !run.HasExited;
        var (exit, _) = await run.EndAsync();
        return new RunReport("kill -9 of the broker", $"{Kills} kills of RabbitMQ at random moments, started again after up to 3 s")
            .Rest(bench, exit, local)
            .Expect("it ran all the while", running)
            .Expect("cases without an answer", 0, Journal.Of(bench.Run!).Failed.Count)
            .Expect("workers that ended", 0, bench.Workers.Count(worker => worker.HasExited));
    }

    public static async Task<RunReport> PartitionAsync(BenchOptions options, BrokerServer broker, TimeSpan length)
    {
        await using var bench = await OpenAsync(options, broker, cases: 8_000, workers: 1);
        var local = await bench.LocalScoresAsync();
        await using var cable = await Cable.LayAsync([broker.Uri.Port], [bench.Model.ModelAddress.Port]);
        bench.AddWorker(Prefetch, cable);
        await using var run = bench.Coordinate();
        await bench.WaitForJournalAsync(run, 300);   // both are at work
        await cable.CutAsync();
        var before = Journal.Of(bench.Run!).Lines;
        await Task.Delay(length);
        var meanwhile = Journal.Of(bench.Run!).Lines - before;
        await cable.MendAsync();
        var running = !run.HasExited;
        var (exit, _) = await run.EndAsync();
        return new RunReport("partition", $"one worker of two without the broker for {length.TotalSeconds:0} s ({cable.Kind}), the model in its reach")
            .Rest(bench, exit, local)
            .Expect("it ran all the while", running)
            .Expect("cases without an answer", 0, Journal.Of(bench.Run!).Failed.Count)
            .ExpectAtLeast("journaled meanwhile", 300, meanwhile)
            .Expect("the worker that was cut off goes on", !bench.Workers[1].HasExited);
    }

    /// <summary>A case that kills each worker that asks the model about it, and messages that nobody can read.</summary>
    public static async Task<RunReport> PoisonAsync(BenchOptions options, BrokerServer broker)
    {
        const int Deadly = 123;
        await using var bench = await OpenAsync(options, broker, cases: 1_200, workers: 2, deadly: Deadly);
        var deaths = 0;
        bench.Model.DeadlyAsked = async caller =>
        {
            Interlocked.Increment(ref deaths);
            await bench.ReplaceWorkerAsync(caller);
        };
        await using var run = bench.Coordinate();
        await bench.WaitForJournalAsync(run, 20);
        foreach (var queue in (await broker.QueuesAsync("tnseval.run.")).Keys.Where(name => !name.EndsWith(".coordinator", StringComparison.Ordinal)))
        {
            await broker.PublishAsync(queue, "{");
            await broker.PublishAsync(queue, """{"case": "t-000001"}""");
        }

        var (exit, _) = await run.EndAsync();
        var journal = Journal.Of(bench.Run!);
        return new RunReport("a poisoned case", "a case at whose model call the worker is killed, whichever it is; two messages that are none of ours in each queue")
            .Rest(bench, exit, local: null)
            .ExpectAtMost("workers that it killed", 8, deaths)
            .Expect("it stands as failed", journal.Failed.Contains(EvalLine.Id(Deadly)))
            .Expect("others without an answer", 0, journal.Failed.Count - 1);
    }

    /// <summary>A worker whose model takes a hundred times as long does not hold up the rest for longer than its own cases.</summary>
    public static async Task<RunReport> CrawlAsync(BenchOptions options, BrokerServer broker)
    {
        var (quick, slow) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));
        await using var bench = await OpenAsync(options, broker, cases: 3_000, workers: 2);
        bench.Model.Latency = quick;
        await using var crawling = await Outside.StartAsync();
        crawling.Latency = slow;
        bench.AddWorker(Prefetch, model: crawling.ModelAddressOf);
        var local = await bench.LocalScoresAsync();
        await using var run = bench.Coordinate();
        await bench.WaitForJournalAsync(run, bench.Cases - Prefetch);   // others can have no more left than it has in hand
        var watch = Stopwatch.StartNew();
        var (exit, _) = await run.EndAsync();
        return new RunReport("a slow worker", $"one worker of three whose model takes {slow.TotalSeconds:0} s instead of {quick.TotalSeconds:0.0} s")
            .Rest(bench, exit, local)
            .Expect("cases without an answer", 0, Journal.Of(bench.Run!).Failed.Count)
            .ExpectAtMost("cases of the slow one", bench.Cases / 4, crawling.ModelCalls)
            .ExpectAtMost("seconds for the last cases", (int)slow.TotalSeconds + 3, (int)watch.Elapsed.TotalSeconds);
    }

    /// <summary>A second coordinator comes to a run that has one, and the first is killed again and again and resumed.</summary>
    public static async Task<RunReport> CoordinatorsAsync(BenchOptions options, BrokerServer broker)
    {
        const int Kills = 3;
        await using var bench = await OpenAsync(options, broker, cases: 2_500, workers: 2);
        var local = await bench.LocalScoresAsync();
        var run = bench.Coordinate();
        await bench.WaitForJournalAsync(run, 50);
        await using var second = bench.Resume();
        var (refused, words) = await second.EndAsync();
        for (var kill = 1; kill <= Kills; kill++)
        {
            await bench.WaitForJournalAsync(run, kill * 500);
            await run.KillAsync();
            run = bench.Resume();
        }

        var (exit, _) = await run.EndAsync();
        return new RunReport("two coordinators", $"a second one on a run that has one; then kill -9 of the coordinator, {Kills} times, each time resumed while old results come in")
            .Rest(bench, exit, local)
            .Expect("exit code of the second is 2 or 4", refused is 2 or 4)
            .Expect("it says why", words.Contains("another", StringComparison.OrdinalIgnoreCase) || words.Contains("already", StringComparison.OrdinalIgnoreCase))
            .Expect("cases without an answer", 0, Journal.Of(bench.Run!).Failed.Count);
    }

    private static async Task<EvalBench> OpenAsync(BenchOptions options, BrokerServer broker, int cases, int workers, int? deadly = null)
    {
        var bench = await EvalBench.OpenAsync(
            options, broker, cases, number => number == deadly ? Ticket.Deadly : (number % 3) switch { 0 => Ticket.Danger, 1 => Ticket.Fraud, _ => Ticket.Ordinary });
        bench.Model.Latency = Latency;
        for (var worker = 0; worker < workers; worker++)
        {
            bench.AddWorker(Prefetch);
        }

        return bench;
    }
}
