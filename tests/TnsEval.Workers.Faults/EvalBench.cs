using System.Globalization;
using TnsTriage.Service.Faults.Servers;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsEval.Workers.Faults;

/// <summary>An eval set, a model that knows tickets by their words, and runs over both.</summary>
internal sealed class EvalBench : IAsyncDisposable
{
    private const string Key = "key-of-the-bench";

    private static int s_number;

    private readonly BenchOptions _options;
    private readonly BrokerServer _broker;
    private readonly string _folder;
    private readonly List<(string Name, Func<ToolProcess> Start, ToolProcess Process)> _workers = [];
    private readonly List<ToolProcess> _coordinators = [];

    private EvalBench(BenchOptions options, BrokerServer broker, Outside model, int cases)
    {
        (_options, _broker, Model, Cases) = (options, broker, model, cases);
        _folder = Path.Combine(options.Folder, string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref s_number):d2}"));
        Directory.CreateDirectory(_folder);
        Random = new Random(options.Seed);
    }

    public Outside Model { get; }

    public int Cases { get; }

    public Random Random { get; }

    public IReadOnlyList<ToolProcess> Workers => [.. _workers.Select(worker => worker.Process)];

    private string Set => Path.Combine(_folder, "cases.jsonl");

    private string Runs => Path.Combine(_folder, "runs");

    /// <summary>The folder of the run; null as long as it was not begun.</summary>
    public string? Run => Directory.Exists(Runs) ? Directory.GetDirectories(Runs).SingleOrDefault() : null;

    /// <param name="options">Of the bench.</param>
    /// <param name="broker">Running.</param>
    /// <param name="cases">How many.</param>
    /// <param name="ticketOf">What each is about.</param>
    public static async Task<EvalBench> OpenAsync(BenchOptions options, BrokerServer broker, int cases, Func<int, Ticket> ticketOf)
    {
        var bench = new EvalBench(options, broker, await Outside.StartAsync(), cases);
        await File.WriteAllLinesAsync(bench.Set, Enumerable.Range(0, cases).Select(number => EvalLine.Of(ticketOf(number), number)));
        return bench;
    }

    /// <summary>Starts a worker under a name that the model knows it by.</summary>
    /// <param name="cap">Cases at once.</param>
    /// <param name="cable">What leads it to the broker, when that can be cut.</param>
    /// <param name="model">Where its model is, by the worker's name; the bench's when null.</param>
    public void AddWorker(int cap, Cable? cable = null, Func<string, Uri>? model = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"worker{_workers.Count}");
        var address = cable?.AddressOf(_broker.Uri.Port);
        var broker = address is null ? _broker.Uri : new UriBuilder(_broker.Uri) { Host = address.Address.ToString(), Port = address.Port }.Uri;
        string[] arguments = ["worker", "--queue", broker.ToString(), "--name", name, "--concurrency", cap.ToString(CultureInfo.InvariantCulture)];
        var variables = Variables((model ?? Model.ModelAddressOf)(name));
        _workers.Add((name, Start, Start()));

        ToolProcess Start() => ToolProcess.Start(_options.ToolDll, _options.Repository, arguments, variables, cable);
    }

    /// <summary>SIGKILL of a worker, and another one in its place.</summary>
    public async Task ReplaceWorkerAsync(int number)
    {
        await _workers[number].Process.DisposeAsync();
        _workers[number] = _workers[number] with { Process = _workers[number].Start() };
    }

    /// <summary>The same by the name that the model knows it by.</summary>
    public Task ReplaceWorkerAsync(string name) => ReplaceWorkerAsync(_workers.FindIndex(worker => worker.Name == name));

    /// <summary>Starts the run over the broker.</summary>
    public ToolProcess Coordinate() => Start(
        ["run", "--prompt", "v6", "--model", "openai/stub", "--set", Set, "--workers", _broker.Uri.ToString(), "--concurrency", "200", "--progress", "none", "--out", Runs], Model.ModelAddress);

    /// <summary>Starts the run in one process.</summary>
    /// <param name="concurrency">Calls at once.</param>
    /// <param name="model">Where the model is.</param>
    /// <param name="runs">Where its folder goes; where that of a run over the broker goes when null.</param>
    public ToolProcess RunAlone(int concurrency, Uri model, string? runs = null) => Start(
        ["run", "--prompt", "v6", "--model", "openai/stub", "--set", Set, "--concurrency", concurrency.ToString(CultureInfo.InvariantCulture), "--progress", "none", "--out", runs ?? Runs], model);

    /// <summary>Goes on with the run.</summary>
    public ToolProcess Resume() => Start(["run", "--resume", Run!, "--workers", _broker.Uri.ToString(), "--progress", "none"], Model.ModelAddress);

    /// <summary>Waits until so many cases stand in the journal, or the process has ended.</summary>
    public async Task<bool> WaitForJournalAsync(ToolProcess coordinator, int cases)
    {
        while (!coordinator.HasExited)
        {
            if (Run is not null && Journal.Of(Run).Lines >= cases)
            {
                return true;
            }

            await Task.Delay(100);
        }

        return false;
    }

    /// <summary>The scores of the same run on one machine.</summary>
    public async Task<string> LocalScoresAsync()
    {
        var (latency, deadly) = (Model.Latency, Model.DeadlyAsked);
        (Model.Latency, Model.DeadlyAsked) = (TimeSpan.Zero, null);
        var runs = Path.Combine(_folder, "local");
        await using var local = RunAlone(50, Model.ModelAddress, runs);
        var (exit, text) = await local.EndAsync();
        (Model.Latency, Model.DeadlyAsked) = (latency, deadly);
        return exit == 0 ? Journal.ScoresOf(Directory.GetDirectories(runs).Single()) : throw new InvalidOperationException($"the local run ended with {exit}: {text}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _coordinators.Concat(_workers.Select(worker => worker.Process)))
        {
            await process.DisposeAsync();
        }

        await Model.DisposeAsync();
    }

    private ToolProcess Start(IEnumerable<string> arguments, Uri model)
    {
        var process = ToolProcess.Start(_options.ToolDll, _options.Repository, arguments, Variables(model));
        _coordinators.Add(process);
        return process;
    }

    private static Dictionary<string, string> Variables(Uri model) => new(StringComparer.Ordinal) { ["OPENAI_BASE_URL"] = model.ToString(), ["OPENAI_API_KEY"] = Key };
}
