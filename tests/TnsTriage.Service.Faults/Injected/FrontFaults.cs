using System.Collections.Concurrent;
using TnsTriage.FrontStub;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Injected;

/// <summary>Front refuses, fails, hangs, merges, or answers nonsense.</summary>
internal static class FrontFaults
{
    private const int Conversations = 40;

    private static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(5);

    public static async Task<FaultReport> StormAsync(BenchOptions options)
    {
        const int Storm = 100;
        const int Untold = 3;   // each holds all calls until the window ends, as its headers say: up to a minute
        await using var bench = await Bench.OpenAsync(options);
        bench.Front.Inject(
            StubFault.TooManyRequests(retryAfter: 1) with { Times = Storm / 2 },
            StubFault.TooManyRequests(retryAfter: null) with { Times = Untold },
            StubFault.TooManyRequests(retryAfter: 1, tier: 1) with { Times = (Storm / 2) - Untold });
        await bench.ReceiveAsync(Conversations, _ => Ticket.Danger);
        var drained = await bench.DrainAsync(LongestDrain);
        return new FaultReport("429 storm", $"{Storm} answers of 429: company and tier, with and without retry-after")
            .Rest(Findings.Of(bench))
            .Expect("drained", drained is not null);
    }

    /// <summary>Failures of the server, some of them after the write took effect.</summary>
    public static async Task<FaultReport> FailAsync(BenchOptions options)
    {
        const int Failures = 120;
        const int LostAnswers = 10;
        await using var bench = await Bench.OpenAsync(options);
        foreach (var path in new[] { "/comments", "/tags", "/links" })
        {
            bench.Front.Inject(StubFault.Status(502).On("POST", path) with { IsAfterwards = true, Times = LostAnswers });
            bench.Front.Inject(StubFault.Drop().On("POST", path) with { IsAfterwards = true, Times = LostAnswers });
        }

        bench.Front.Inject(Enumerable.Range(0, Failures).Select(number => (number % 4) switch
        {
            0 => StubFault.Status(500),
            1 => StubFault.Html(),
            2 => StubFault.Status(504),
            _ => StubFault.Drop(),
        }));
        await bench.ReceiveAsync(Conversations, _ => Ticket.Danger);
        var drained = await bench.DrainAsync(LongestDrain);
        return new FaultReport("5xx, broken connections", $"{Failures} failures before, {LostAnswers * 6} after a comment, tag or link took effect")
            .Rest(Findings.Of(bench))
            .Expect("drained", drained is not null);
    }

    public static async Task<FaultReport> HangAsync(BenchOptions options)
    {
        const int Hangs = 30;
        await using var bench = await Bench.OpenAsync(options, new Dictionary<string, string> { ["TnsTriage:Front:RequestTimeout"] = "00:00:01" });
        bench.Front.Inject(StubFault.Hang().On("POST", "/comments") with { IsAfterwards = true, Times = 10 }, StubFault.Hang() with { Times = Hangs });
        await bench.ReceiveAsync(Conversations, _ => Ticket.Danger);
        var drained = await bench.DrainAsync(LongestDrain);
        return new FaultReport("hangs", $"{Hangs} calls without an answer, 10 comments written without one; given up after 1 s")
            .Rest(Findings.Of(bench))
            .Expect("drained", drained is not null);
    }

    /// <summary>
    /// Conversations become one before they are read, at some time after, and at the worst moments there are: when a write has found its
    /// conversation and not yet changed it. Of half of the merges Front tells, at once.
    /// </summary>
    public static async Task<FaultReport> MergeAsync(BenchOptions options)
    {
        const int Merges = 48;
        const int LongestWait = 400;
        string[] writes = ["/tags", "", "/links", "/comments"];   // that to the conversation itself moves and assigns
        await using var bench = await Bench.OpenAsync(options, new Dictionary<string, string> { ["TnsTriage:Workers"] = "32" });   // one is free for what is told
        var company = bench.Front.Company;
        var underWay = new ConcurrentDictionary<string, Func<Task>>(StringComparer.Ordinal);
        bench.Front.Latency = TimeSpan.FromMilliseconds(60);
        bench.Front.Writing = write => underWay.TryRemove(write.Path, out var mergeAsync) ? mergeAsync() : Task.CompletedTask;
        var waits = Enumerable.Range(0, Merges).Select(_ => TimeSpan.FromMilliseconds(bench.Random.Next(LongestWait))).ToArray();
        await Parallel.ForEachAsync(Enumerable.Range(0, Merges), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
        {
            var happened = bench.BeginWithEvent(Ticket.Danger, number);
            var (into, _) = company.Begin("Older", new StubMessage("How are things?") { IsInbound = false });
            bench.Tickets[into.Id] = Ticket.Danger;
            bench.Signed[into.Id] = true;
            var moment = number % (writes.Length + 2);
            if (moment < writes.Length)
            {
                underWay[$"/conversations/{happened.Conversation}{writes[moment]}"] = MergeAsync;
                await bench.DeliverAsync(happened);
            }
            else if (moment == writes.Length)
            {
                await bench.DeliverAsync(happened);
                await Task.Delay(waits[number], CancellationToken.None);
                await MergeAsync();
            }
            else
            {
                await MergeAsync();
                await bench.DeliverAsync(happened);
            }

            async Task MergeAsync()
            {
                var merge = company.Merge(happened.Conversation, into.Id);
                if (number / (writes.Length + 2) % 2 == 0)
                {
                    await bench.DeliverAsync(merge);
                }

                await Task.Delay(waits[number], CancellationToken.None);   // whoever takes that up meets the write that waits here
            }
        });
        var drained = await bench.DrainAsync(LongestDrain);
        return new FaultReport("301, merged conversations", $"{Merges} merges: before reading, at some time, and while a tag, move, link or comment is under way; of half of them nobody tells")
            .Rest(Findings.Of(bench))
            .Expect("merges that met no write", 0, underWay.Count)
            .Expect("drained", drained is not null);
    }

    /// <summary>A conversation that cannot be read, among others.</summary>
    public static async Task<FaultReport> PoisonAsync(BenchOptions options)
    {
        const int Poisoned = 3;
        await using var bench = await Bench.OpenAsync(options, new Dictionary<string, string> { ["TnsTriage:MaxAttempts"] = "3" });
        var poisoned = Enumerable.Range(0, Poisoned).Select(number => bench.Begin(Ticket.Danger, number)).ToArray();
        string[] nonsense = ["""{"_results": [{"id": 7}]}""", "{", "[[[[[[[["];
        for (var number = 0; number < Poisoned; number++)
        {
            bench.Front.Inject(StubFault.Body(nonsense[number]).On("GET", $"{poisoned[number].Id}/messages") with { Times = null });
            await bench.DeliverAsync(bench.EventOf(poisoned[number]));
        }

        await bench.ReceiveAsync(Conversations, _ => Ticket.Fraud);
        var drained = await bench.DrainAsync(LongestDrain);
        var report = new FaultReport("poisoned conversations", $"{Poisoned} whose messages are nonsense, among {Conversations} others; 3 attempts")
            .Rest(Findings.Of(bench), dead: Poisoned)
            .Expect("drained", drained is not null);

        bench.Front.Heal();
        foreach (var conversation in poisoned)
        {
            await bench.DeliverAsync(bench.Front.Company.Add(conversation.Id, new StubMessage("Is anybody there?"))!);
        }

        await bench.DrainAsync(LongestDrain);
        return report.Expect("decided once it can be read", Conversations + Poisoned, Findings.Of(bench).Decided);
    }
}
