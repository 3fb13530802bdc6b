using System.Diagnostics;
using System.Net;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Load;

/// <summary>
/// Webhooks on a schedule that does not wait for answers, so that a slow one does not hide behind those that it delays: each is timed from the moment when it was due.
/// Every webhook is of a new conversation, one in fifty an alarm: the worst case, for Front sends many events that call for nothing.
/// </summary>
internal static class LoadRun
{
    private const int OneAlarmIn = 50;

    private static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(8);

    public static async Task<LoadResult> RunAsync(BenchOptions options, int rate, TimeSpan duration)
    {
        await using var bench = await Bench.OpenAsync(options, new Dictionary<string, string>
        {
            ["TnsTriage:Workers"] = "32",
            ["TnsTriage:Lease"] = "00:02:00",
            ["Logging:LogLevel:Default"] = "Warning",
        });
        var service = bench.Service!;
        await bench.ReceiveAsync(50, _ => Ticket.Ordinary);   // both sides are warm, as after a minute of service
        await bench.DrainAsync(LongestDrain);
        var atRest = service.Memory("VmRSS") ?? 0;
        var events = Enumerable.Range(0, (int)(rate * duration.TotalSeconds))
            .Select(number => bench.BeginWithEvent(number % OneAlarmIn == 0 ? Ticket.Fraud : Ticket.Ordinary, number)).ToArray();

        var latencies = new TimeSpan[events.Length];
        var accepted = 0;
        var processor = service.ProcessorTime;
        var clock = Stopwatch.StartNew();
        var sends = new Task[events.Length];
        for (var sent = 0; sent < events.Length;)
        {
            for (var due = (int)Math.Min(events.Length, clock.Elapsed.TotalSeconds * rate); sent < due; sent++)
            {
                var number = sent;
                sends[sent] = Task.Run(() => SendAsync(number));
            }

            await Task.Delay(1);
        }

        var lastSent = clock.Elapsed;
        await Task.WhenAll(sends);
        var backlog = bench.Files.Open;
        var memory = service.Memory("VmRSS") ?? 0;
        var drained = await bench.DrainAsync(LongestDrain);
        Array.Sort(latencies);
        return new LoadResult
        {
            Sent = events.Length,
            Rate = events.Length / lastSent.TotalSeconds,
            Accepted = accepted,
            Latencies = latencies,
            Backlog = backlog,
            Drain = drained,
            ProcessorTime = service.ProcessorTime - processor,
            MemoryAtRest = atRest,
            MemoryAfterLoad = memory,
            MemoryPeak = service.Memory("VmHWM") ?? 0,
            Disk = Directory.EnumerateFiles(bench.Data).Sum(file => new FileInfo(file).Length),
            Findings = Findings.Of(bench),
        };

        async Task SendAsync(int number)
        {
            var due = TimeSpan.FromSeconds((double)number / rate);
            var status = await bench.DeliverAsync(events[number]);
            latencies[number] = clock.Elapsed - due;
            if (status == HttpStatusCode.Accepted)
            {
                Interlocked.Increment(ref accepted);
            }
        }
    }
}
