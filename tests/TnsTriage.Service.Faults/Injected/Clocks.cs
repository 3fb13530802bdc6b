using System.Net;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Injected;

/// <summary>Our clock and Front's do not agree.</summary>
internal static class Clocks
{
    /// <summary>Every webhook is refused, for its time is not ours; Front's list of events is what remains.</summary>
    public static async Task<FaultReport> SkewAsync(BenchOptions options, TimeSpan frontClock)
    {
        const int Conversations = 10;
        await using var bench = await Bench.OpenAsync(options, new Dictionary<string, string> { ["TnsTriage:ReconcileEvery"] = "00:00:10" }, frontClock);
        var refused = 0;
        for (var number = 0; number < Conversations; number++)
        {
            var conversation = bench.Begin(Ticket.Danger, number);
            refused += await bench.DeliverAsync(bench.EventOf(conversation)) == HttpStatusCode.Unauthorized ? 1 : 0;
            bench.Accepted[conversation.Id] = true;   // not answered 202, and yet not to be lost
            await Task.Delay(1_500);
        }

        await Bench.WaitForAsync(() => bench.Files.Decided.Count == Conversations, TimeSpan.FromSeconds(60));
        await bench.DrainAsync(TimeSpan.FromMinutes(1));
        return new FaultReport($"clock {(frontClock > TimeSpan.Zero ? "behind" : "ahead")}", $"our clock {frontClock.Duration().TotalMinutes:0} minutes {(frontClock > TimeSpan.Zero ? "behind" : "ahead of")} Front's, {Conversations} conversations")
            .Rest(Findings.Of(bench))
            .Expect("webhooks answered 401", Conversations, refused)
            .Expect("found by the reconciler", Conversations, bench.Files.Decided.Count);
    }
}
