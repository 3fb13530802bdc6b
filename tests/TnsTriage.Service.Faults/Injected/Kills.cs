using System.Globalization;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Injected;

/// <summary>The process ends, without notice or with it.</summary>
internal static class Kills
{
    private const int PerKill = 6;

    private static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(3);

    /// <summary>SIGKILL at random moments of a busy service, while webhooks go on coming and are repeated as Front repeats them.</summary>
    public static async Task<FaultReport> KillAsync(BenchOptions options, int kills)
    {
        await using var bench = await Bench.OpenAsync(options, new Dictionary<string, string> { ["TnsTriage:Workers"] = "4" });
        bench.Front.Latency = TimeSpan.FromMilliseconds(60);
        bench.Outside.Latency = TimeSpan.FromMilliseconds(100);
        using var enough = new CancellationTokenSource();
        var sending = SendAsync(bench, kills * PerKill);
        var hit = new SortedDictionary<int, int>();
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(bench.Random.Next(300, 2_500));
            await bench.Service!.KillAsync();
            foreach (var (_, stepsDone) in bench.Files.InFlight())
            {
                hit[stepsDone] = hit.GetValueOrDefault(stepsDone) + 1;
            }

            await bench.StartAsync();
        }

        await sending;
        var drained = await bench.DrainAsync(LongestDrain);
        var exit = await bench.Service!.StopAsync();

        var where = string.Join(", ", hit.Select(pair => string.Create(
            CultureInfo.InvariantCulture, $"{pair.Value} {(pair.Key < 0 ? "before the decision" : $"with {pair.Key} steps done")}")));
        return new FaultReport("kill -9", $"{kills} kills at random moments; caught in flight: {where}")
            .Rest(Findings.Of(bench))
            .Expect("drained", drained is not null)
            .Expect("exit code at the end", 0, exit)
            .ExpectAtLeast("moments between steps that were hit", 5, hit.Count)
            .ExpectAtMost("pages of one decision", 3, bench.Outside.Pages.Values.DefaultIfEmpty().Max());
    }

    /// <summary>SIGTERM in the middle of work, again and again.</summary>
    public static async Task<FaultReport> StopAsync(BenchOptions options)
    {
        const int Stops = 5;
        await using var bench = await Bench.OpenAsync(options);
        bench.Front.Latency = TimeSpan.FromMilliseconds(60);
        var clean = 0;
        for (var stop = 0; stop < Stops; stop++)
        {
            await bench.ReceiveAsync(12, _ => Ticket.Danger);
            clean += await bench.Service!.StopAsync() == 0 ? 1 : 0;
            await bench.StartAsync();
        }

        var drained = await bench.DrainAsync(LongestDrain);
        return new FaultReport("SIGTERM", $"{Stops} stops with 12 conversations in hand")
            .Rest(Findings.Of(bench))
            .Expect("exit code 0", Stops, clean)
            .Expect("drained", drained is not null)
            .ExpectAtMost("pages of one decision", 1, bench.Outside.Pages.Values.DefaultIfEmpty().Max());
    }

    /// <summary>Delivers one conversation after the other, each until it is accepted.</summary>
    private static async Task SendAsync(Bench bench, int count)
    {
        for (var number = 0; number < count; number++)
        {
            var happened = bench.EventOf(bench.Begin(number % 3 == 0 ? Ticket.Fraud : Ticket.Danger, number));
            while (await bench.DeliverAsync(happened) is null)
            {
                await Task.Delay(100);
            }

            await Task.Delay(150);
        }
    }
}
