using System.Collections.Concurrent;
using System.Net;
using TnsTriage.FrontStub;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Injected;

/// <summary>Webhooks that come twice, in any order, or too large.</summary>
internal static class Deliveries
{
    private static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(3);

    /// <summary>Eight deliveries for each of 125 conversations, shuffled: the first event four times, a second message twice, an agent's answer, an echo of our own tag.</summary>
    public static async Task<FaultReport> RepeatAsync(BenchOptions options)
    {
        const int Conversations = 125;
        await using var bench = await Bench.OpenAsync(options);
        var company = bench.Front.Company;
        var deliveries = new List<StubEvent>();
        for (var number = 0; number < Conversations; number++)
        {
            var conversation = bench.Begin(number % 5 == 0 ? Ticket.Fraud : Ticket.Ordinary, number);
            var first = bench.EventOf(conversation);
            var second = company.Add(conversation.Id, new StubMessage("Any news?"))!;
            var answer = company.Add(conversation.Id, new StubMessage("We look into it.") { IsInbound = false })!;
            var echo = new StubEvent($"evt_echo_{number}", "tag", first.At, conversation.Id) { SourceType = "api", TargetType = "tag", TargetIds = ["tag_escalated"] };
            deliveries.AddRange([first, first, first, first, second, second, answer, echo]);
        }

        var order = deliveries.ToArray();
        bench.Random.Shuffle(order);
        var statuses = new ConcurrentDictionary<HttpStatusCode, int>();
        await Parallel.ForEachAsync(order, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (happened, _) =>
            statuses.AddOrUpdate(await bench.DeliverAsync(happened) ?? HttpStatusCode.RequestTimeout, 1, (_, count) => count + 1));
        var drained = await bench.DrainAsync(LongestDrain);

        return new FaultReport("duplicates, disorder", $"{order.Length:N0} deliveries of {Conversations} conversations, shuffled, 16 at once")
            .Rest(Findings.Of(bench))
            .Expect("conversations accepted", Conversations, bench.Accepted.Count)
            .Expect("answers 202", Conversations * 6, statuses.GetValueOrDefault(HttpStatusCode.Accepted))
            .Expect("answers 200 to what calls for nothing", Conversations * 2, statuses.GetValueOrDefault(HttpStatusCode.OK))
            .Expect("drained", drained is not null);
    }

    /// <summary>Bodies about the limit of 2 MiB, signed and not, with and without a length.</summary>
    public static async Task<FaultReport> LargeAsync(BenchOptions options)
    {
        const int Each = 30;
        const int HalfOfFitting = 1_000_000, HalfOfExcess = 1_100_000;   // a message stands in an event twice, as HTML and as text
        const long MaxMemory = 700L * 1024 * 1024;
        await using var bench = await Bench.OpenAsync(options);
        var company = bench.Front.Company;
        var (large, tooLarge, chunked, unsigned) = (0, 0, 0, 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, Each), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            var (fits, fitting) = company.Begin("Long", new StubMessage(new string('x', HalfOfFitting)));
            bench.Tickets[fits.Id] = Ticket.Ordinary;
            var isAccepted = await bench.DeliverAsync(fitting!) == HttpStatusCode.Accepted;
            Count(ref large, isAccepted);

            var (_, excess) = company.Begin("Too long", new StubMessage(new string('x', HalfOfExcess)));
            var status = await bench.SendAsync(bench.Sender.Application(bench.Application, excess!));
            Count(ref tooLarge, IsRefused(status));
            using var stream = bench.Sender.Application(bench.Application, excess!);
            stream.Headers.TransferEncodingChunked = true;
            status = await bench.SendAsync(stream);
            Count(ref chunked, IsRefused(status));

            using var forged = bench.Sender.Application(bench.Application, excess!);
            forged.Headers.Remove("X-Front-Signature");
            forged.Content = new ByteArrayContent(new byte[2 * 1024 * 1024]);
            status = await bench.SendAsync(forged);
            Count(ref unsigned, status == HttpStatusCode.Unauthorized);
        });
        var drained = await bench.DrainAsync(LongestDrain);
        var peak = bench.Service!.Memory("VmHWM") ?? 0;

        return new FaultReport("2 MB bodies", $"{Each} each: 2.0 MB signed, 2.2 MB signed, 2.2 MB chunked, 2 MiB unsigned; 8 at once")
            .Rest(Findings.Of(bench))
            .Expect("2.0 MB accepted", Each, large)
            .Expect("2.2 MB refused", Each, tooLarge)
            .Expect("chunked refused", Each, chunked)
            .Expect("unsigned answered 401", Each, unsigned)
            .ExpectAtMost("peak memory, MiB", MaxMemory / 1024 / 1024, peak / 1024 / 1024)
            .Expect("drained", drained is not null);
    }

    /// <summary>By an answer, or by a connection that is closed while the rest is still being sent.</summary>
    private static bool IsRefused(HttpStatusCode? status) => status is HttpStatusCode.RequestEntityTooLarge or null;

    private static void Count(ref int count, bool isSo)
    {
        if (isSo)
        {
            Interlocked.Increment(ref count);
        }
    }
}
