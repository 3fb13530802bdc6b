using System.Diagnostics;
using System.Globalization;
using TnsTriage.Service.Faults.Servers;

namespace TnsEval.Workers.Faults;

/// <summary>The same run on one machine without a broker, and with 1, 2 and 4 workers, each with 20 calls at once, over a model server that takes 50 ms.</summary>
internal static class ScalingRun
{
    private const int Cap = 20;
    private const int LatencyMs = 50;

    private static readonly int[] Numbers = [1, 2, 4];

    /// <param name="options">Of the bench.</param>
    /// <param name="broker">Running.</param>
    /// <param name="server">The built <c>TnsEval.LoadServer.dll</c>.</param>
    /// <param name="cases">How many a run has.</param>
    /// <param name="output">Receives the table.</param>
    /// <returns>Whether each run did all its cases once.</returns>
    public static async Task<bool> RunAsync(BenchOptions options, BrokerServer broker, FileInfo server, int cases, TextWriter output)
    {
        await output.WriteLineAsync("| workers | wall, s | ideal, s | ideal / wall | speed-up | efficiency | CPU ms a case: coordinator | workers | broker | model server | each case once |");
        await output.WriteLineAsync("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|");
        TimeSpan? one = null;
        var isWell = true;
        var local = await MeasureAsync(options, broker, server, cases, workers: 0);
        await RowAsync("none: one process, 20 at once", 1, local);
        foreach (var workers in Numbers)
        {
            var measured = await MeasureAsync(options, broker, server, cases, workers);
            one ??= measured.Wall;
            await RowAsync(string.Create(CultureInfo.InvariantCulture, $"{workers}"), workers, measured);
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"\n{cases:N0} cases, {LatencyMs} ms a call, {Cap} calls at once a worker; ideal = cases / (workers x {Cap}) x {LatencyMs} ms. Wall is from the coordinator's start to its end, workers waiting. {Environment.ProcessorCount} processors for all of it."));
        return isWell;

        async Task RowAsync(string name, int workers, Measured measured)
        {
            var ideal = cases / (double)(workers * Cap) * LatencyMs / 1000;
            var speedUp = one is { } first ? first / measured.Wall : 1;
            var costs = measured.Processor.Select(time => (time.TotalMilliseconds / cases).ToString("0.00", CultureInfo.InvariantCulture));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {measured.Wall.TotalSeconds:0.0} | {ideal:0.0} | {ideal / measured.Wall.TotalSeconds:0.00} | {(one is null ? "" : $"{speedUp:0.00}")} | {(one is null ? "" : $"{speedUp / workers:0.00}")} | {string.Join(" | ", costs)} | {(measured.IsWell ? "yes" : "**no**")} |"));
            isWell &= measured.IsWell;
        }
    }

    private static async Task<Measured> MeasureAsync(BenchOptions options, BrokerServer broker, FileInfo dll, int cases, int workers)
    {
        await using var server = await ModelServer.StartAsync(dll, LatencyMs);
        await using var bench = await EvalBench.OpenAsync(options, broker, cases, _ => TnsTriage.Service.Faults.Surroundings.Ticket.Ordinary);
        for (var worker = 0; worker < workers; worker++)
        {
            bench.AddWorker(Cap, model: _ => server.BaseUrl);
        }

        await Task.Delay(workers > 0 ? 4_000 : 0);   // they wait in the lobby
        Part[] others = [new("workers", () => bench.Workers.Select(worker => worker.Id)), new("broker", () => [broker.ProcessId]), new("model server", () => [server.Id])];
        var before = others.Select(part => part.Processor).ToArray();
        var children = Part.EndedChildren();
        var watch = Stopwatch.StartNew();
        await using var run = workers > 0 ? bench.Coordinate() : bench.RunAlone(Cap, server.BaseUrl);
        var (exit, _) = await run.EndAsync();
        var wall = watch.Elapsed;
        TimeSpan[] processor = [Part.EndedChildren() - children, .. others.Select((part, number) => part.Processor - before[number])];
        var journal = Journal.Of(bench.Run!);
        return new Measured(wall, processor, exit == 0 && (journal.Lines, journal.Outcomes.Count, journal.Failed.Count) == (cases, cases, 0));
    }

    private sealed record Measured(TimeSpan Wall, IReadOnlyList<TimeSpan> Processor, bool IsWell);
}
