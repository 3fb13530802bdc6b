using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Injected;

/// <summary>Two processes share one data folder, as when a new version is started before the old one has ended.</summary>
internal static class Twins
{
    private const int Conversations = 120;
    private const int LeastBeside = 10;

    private static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(3);

    /// <summary>Every event goes to either or both, some conversations become one, and one of the processes is killed over its work.</summary>
    public static async Task<FaultReport> ShareAsync(BenchOptions options)
    {
        await using var bench = await Bench.OpenAsync(options);
        var company = bench.Front.Company;
        bench.Front.Latency = TimeSpan.FromMilliseconds(30);
        await bench.StartBesideAsync();
        var delivered = 0;
        var killing = Task.CompletedTask;
        await Parallel.ForEachAsync(Enumerable.Range(0, Conversations), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
        {
            var happened = bench.BeginWithEvent(number % 4 == 3 ? Ticket.Ordinary : Ticket.Fraud, number);
            await bench.DeliverAsync(happened);
            if (number % 3 == 0)
            {
                await bench.DeliverAsync(happened);
            }

            if (number % 10 == 0)
            {
                var (into, _) = company.Begin("Older", new FrontStub.StubMessage("How are things?") { IsInbound = false });
                bench.Tickets[into.Id] = bench.Tickets[happened.Conversation];
                await bench.DeliverAsync(company.Merge(happened.Conversation, into.Id));
            }

            if (Interlocked.Increment(ref delivered) == Conversations / 2)
            {
                killing = KillAsync();
            }
        });
        await killing;
        var drained = await bench.DrainAsync(LongestDrain);
        return new FaultReport("two services on one data folder", $"{Conversations} conversations delivered to either by turns, every third twice, every tenth merged; one of them killed with work in hand")
            .Rest(Findings.Of(bench))
            .ExpectAtLeast("decided by the one that was killed", LeastBeside, bench.DecidedBeside)
            .Expect("drained", drained is not null);

        async Task KillAsync()
        {
            await Bench.WaitForAsync(() => bench.DecidedBeside >= LeastBeside, LongestDrain);
            await bench.KillBesideAsync();
        }
    }
}
