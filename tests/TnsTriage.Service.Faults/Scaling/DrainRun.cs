using System.Diagnostics;
using System.Globalization;
using System.Net;
using TnsTriage.Service.Faults.Fleet;
using TnsTriage.Service.Faults.Servers;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Scaling;

/// <summary>
/// Queues up conversations with no worker there, then measures 1, 2 and 4 workers at them, and lets the last four drain the rest. Front and the model answer
/// at once, so that what is measured is ours. One in fifty is an alarm. All parts share this machine, the stand-ins too.
/// </summary>
internal sealed class DrainRun
{
    private const int OneAlarmIn = 50;
    private const int Senders = 64;

    private static readonly int[] Numbers = [1, 2, 4];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(30);

    private readonly TriageFleet _fleet;
    private readonly DrainReport _report;
    private readonly IReadOnlyList<Part> _parts;
    private readonly TimeSpan _window;
    private readonly int _jobs;

    private DrainRun(TriageFleet fleet, ServerPair servers, int jobs, TimeSpan window, TextWriter output)
    {
        (_fleet, _jobs, _window) = (fleet, jobs, window);
        _parts =
        [
            new Part("broker", () => [servers.Broker.ProcessId]),
            new Part("PostgreSQL", () => [servers.Ledger.ProcessId]),
            new Part("2 receivers", () => fleet.Receivers.Select(process => process.Id)),
            new Part("workers", () => fleet.Workers.Select(worker => worker.Process!.Id)),
            new Part("stand-ins and bench", () => [Environment.ProcessId], IsAlone: true),
        ];
        _report = new DrainReport(output, _parts);
    }

    /// <returns>Whether every conversation was accepted, decided once and carried out once.</returns>
    public static async Task<bool> RunAsync(BenchOptions options, ServerPair servers, int jobs, TimeSpan window, TextWriter output)
    {
        await using var fleet = await TriageFleet.OpenAsync(options, servers, workers: 0, new Dictionary<string, string>
        {
            ["TnsTriage:Workers"] = "32",
            ["TnsTriage:Lease"] = "00:02:00",
            ["Logging:LogLevel:Default"] = "Warning",
        });
        var run = new DrainRun(fleet, servers, jobs, window, output);
        return await run.RunAsync();
    }

    private async Task<bool> RunAsync()
    {
        await Task.Delay(WarmUp);
        _report.Memory("at rest");
        var empty = _fleet.Records.Size;
        await EnqueueAsync();
        _report.Memory("queue full");
        var drain = Stopwatch.StartNew();
        foreach (var number in Numbers)
        {
            while (_fleet.Workers.Count < number)
            {
                await _fleet.AddWorkerAsync();
            }

            await Task.Delay(WarmUp);
            await MeasureAsync(number);
        }

        _report.Memory("draining, 4 workers");
        while (_fleet.Records.DecidedCount < _jobs && drain.Elapsed < LongestDrain)
        {
            await Task.Delay(500);
        }

        var drained = await _fleet.DrainAsync(TimeSpan.FromMinutes(1));
        _report.Memory("drained");
        _report.Note(string.Create(CultureInfo.InvariantCulture, $"The ledger grew by {(_fleet.Records.Size - empty) / (double)_jobs / 1024:0.0} KiB a decision."));
        var findings = Findings.Of(_fleet.Bench);
        _report.End(findings, drain.Elapsed);
        return drained is not null && findings is { Lost: 0, DeadLetters: 0, DoubleComments: 0, Unsigned: 0, Leaks: 0 } && findings.Decided == _jobs;
    }

    private async Task EnqueueAsync()
    {
        var events = Enumerable.Range(0, _jobs).Select(number => _fleet.Bench.BeginWithEvent(number % OneAlarmIn == 0 ? Ticket.Fraud : Ticket.Ordinary, number)).ToArray();
        var latencies = new TimeSpan[_jobs];
        var before = Sample();
        await Parallel.ForEachAsync(Enumerable.Range(0, _jobs), new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (number, _) =>
        {
            var sent = Stopwatch.StartNew();
            while (await _fleet.DeliverAsync(events[number]) != HttpStatusCode.Accepted)
            {
                await Task.Delay(100, CancellationToken.None);
            }

            latencies[number] = sent.Elapsed;
        });
        Array.Sort(latencies);
        _report.Work("webhooks to 2 receivers", before, Sample() with { Jobs = _jobs });
        _report.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"A webhook was answered 202, with {Senders} at once, after {latencies[_jobs / 2].TotalMilliseconds:0.0} ms (p50), {latencies[(int)(_jobs * 0.99)].TotalMilliseconds:0.0} ms (p99)."));
    }

    private async Task MeasureAsync(int workers)
    {
        var before = Sample() with { Jobs = _fleet.Records.DecidedCount };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < _window && _fleet.Records.DecidedCount < _jobs;)
        {
            await Task.Delay(250);
        }

        _report.Work(string.Create(CultureInfo.InvariantCulture, $"decided by {workers} worker{(workers == 1 ? "" : "s")}"), before, Sample() with { Jobs = _fleet.Records.DecidedCount });
    }

    private Usage Sample() => new(Stopwatch.GetTimestamp(), [.. _parts.Select(part => part.Processor)]);
}
