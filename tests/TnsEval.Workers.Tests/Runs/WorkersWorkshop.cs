using System.Globalization;
using System.Text.Json.Nodes;
using TnsEval.Cli.Tests;
using TnsEval.Runs;
using TnsEval.Testing;

namespace TnsEval.Workers.Tests.Runs;

/// <summary>A command line, a pool of workers of its own on the broker, and runs of the same on one machine to compare with.</summary>
internal sealed class WorkersWorkshop : IAsyncDisposable
{
    private readonly string _pool = $"test-{Guid.NewGuid():N}";
    private readonly List<(CancellationTokenSource Stop, Task<CommandLine.Result> Running)> _workers = [];

    public WorkersWorkshop(CommandLine commandLine) => CommandLine = commandLine;

    public CommandLine CommandLine { get; }

    /// <summary>A set of many small tickets; every third is to escalate.</summary>
    public static WorkersWorkshop WithTickets(int tickets, Func<int, string>? body = null) => new(CommandLine.WithPromptAndSet(
        [.. Enumerable.Range(0, tickets).Select(number => CommandLine.Ticket(
            string.Create(CultureInfo.InvariantCulture, $"t-{number:0000}"), number % 3 == 0, body?.Invoke(number) ?? (number % 4 == 0 ? $"ALARM {number}" : $"Question {number}")))]));

    public string AtBroker => $"--workers {Servers.RabbitMq} --pool {_pool}";

    /// <summary>The arguments of a worker of the pool.</summary>
    public string Worker(string more = "") => $"worker --queue {Servers.RabbitMq} --pool {_pool} {more}".TrimEnd();

    /// <summary>Starts workers in this process.</summary>
    public void StartWorkers(int count, string more = "", CommandLine? commandLine = null)
    {
        for (var number = 0; number < count; number++)
        {
            var stop = new CancellationTokenSource();
            _workers.Add((stop, Task.Run(() => (commandLine ?? CommandLine).InvokeAsync(Worker(more), stop.Token))));
        }
    }

    /// <summary>Stops the worker that was started first, and says how it ended.</summary>
    public async Task<CommandLine.Result> StopWorkerAsync()
    {
        var (stop, running) = _workers[0];
        _workers.RemoveAt(0);
        await stop.CancelAsync();
        return await running.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public Task<CommandLine.Result> RunAsync(string arguments, CancellationToken cancellationToken = default) =>
        CommandLine.InvokeAsync($"run {arguments} {AtBroker} --progress none", cancellationToken).WaitAsync(TimeSpan.FromMinutes(3), CancellationToken.None);

    public CommandLineProcess StartRun(string arguments) => CommandLineProcess.Start(CommandLine, $"run {arguments} {AtBroker} --progress none");

    /// <summary>The summary of a run, apart from its id, times, and how many cases were done beyond an early stop.</summary>
    public static string Summary(string folder)
    {
        var summary = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")))!.AsObject();
        summary.Remove("runId");
        summary["scores"]!.AsObject().Remove("latency");
        (summary["stop"] as JsonObject)?.Remove("finishedBeyond");
        (summary["stop"] as JsonObject)?.Remove("tokensSaved");   // all but those spent beyond
        return summary.ToJsonString();
    }

    /// <summary>The journal's records apart from times, in the order of their keys.</summary>
    public static string[] Records(string folder) =>
    [
        .. JournalReader.Read(Path.Combine(folder, "cases.jsonl"))
            .OrderBy(record => record.Id.Value, StringComparer.Ordinal).ThenBy(record => record.Repeat).ThenBy(record => record.Perturbation, StringComparer.Ordinal)
            .Select(record => System.Text.Encoding.UTF8.GetString(RunJsonWriting.Line(record with { LatencyMs = 0, WaitMs = 0 }).Span)),
    ];

    public string[] Journaled() => Directory.Exists(CommandLine.Runs) && Directory.GetDirectories(CommandLine.Runs) is [var run]
        ? [.. JournalReader.Read(Path.Combine(run, "cases.jsonl")).Select(record => $"{record.Id}/{record.Repeat}/{record.Perturbation}")]
        : [];

    /// <summary>The same run with nobody else, in a folder of its own.</summary>
    public async Task<string> LocalRunAsync(string arguments)
    {
        var local = CommandLine.Folder[$"local-{Guid.NewGuid():N}"];
        var result = await CommandLine.InvokeAsync($"run {arguments} --out {local} --progress none");
        result.ExitCode.ShouldBe(0, result.Error);
        return Directory.GetDirectories(local).ShouldHaveSingleItem();
    }

    public async ValueTask DisposeAsync()
    {
        while (_workers.Count > 0)
        {
            (await StopWorkerAsync()).ExitCode.ShouldBeOneOf(130, 0, 2, 4);
        }

        CommandLine.Dispose();
    }
}
