using System.Diagnostics;
using System.Globalization;
using System.Net;
using TnsTriage.FrontStub;
using TnsTriage.Service.Faults.Servers;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Fleet;

/// <summary>Two receivers and some workers over one broker and one database, and all that is around them.</summary>
internal sealed class TriageFleet : IAsyncDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(250);
    private static int s_number;

    private readonly BenchOptions _options;
    private readonly List<(string Name, Uri Address, ServiceProcess Process)> _receivers = [];
    private readonly List<Worker> _workers = [];
    private int _turn;

    private TriageFleet(BenchOptions options, ServerPair servers, FleetRecords records, Bench bench) =>
        (_options, Servers, Records, Bench) = (options, servers, records, bench);

    public ServerPair Servers { get; }

    public FleetRecords Records { get; }

    /// <summary>Front, model, pager, and the account of what was sent.</summary>
    public Bench Bench { get; }

    public IReadOnlyList<Worker> Workers => _workers;

    public IReadOnlyList<ServiceProcess> Receivers => [.. _receivers.Select(receiver => receiver.Process)];

    /// <summary>What every queue of the fleet is called before its own name.</summary>
    public required string Prefix { get; init; }

    /// <param name="options">Of the run.</param>
    /// <param name="servers">Running.</param>
    /// <param name="workers">How many, to begin with.</param>
    /// <param name="settings">Changes to the configuration of all.</param>
    public static async Task<TriageFleet> OpenAsync(
        BenchOptions options, ServerPair servers, int workers, IReadOnlyDictionary<string, string>? settings = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"fleet{Interlocked.Increment(ref s_number)}");
        var connection = await servers.Ledger.CreateAsync(name);
        var records = new FleetRecords(connection, servers.Broker, name);
        var all = new Dictionary<string, string>(settings ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            ["TnsTriage:Queue"] = "rabbitmq",
            ["TnsTriage:RabbitMq:Uri"] = servers.Broker.Uri.ToString(),
            ["TnsTriage:RabbitMq:Prefix"] = name,
            ["TnsTriage:Ledger"] = "postgres",
            ["TnsTriage:Postgres:ConnectionString"] = connection,
        };
        var fleet = new TriageFleet(options, servers, records, await Bench.SurroundAsync(options, all, records)) { Prefix = name };
        await Task.WhenAll(Enumerable.Range(1, workers).Select(_ => fleet.AddWorkerAsync()));
        await Task.WhenAll(fleet.AddReceiverAsync("receiver1"), fleet.AddReceiverAsync("receiver2"));
        return fleet;
    }

    /// <summary>Starts one more.</summary>
    /// <param name="changes">To the configuration.</param>
    /// <param name="cable">What leads it to broker and database, when that can be cut.</param>
    public async Task<Worker> AddWorkerAsync(IReadOnlyDictionary<string, string>? changes = null, Cable? cable = null)
    {
        var settings = new Dictionary<string, string>(changes ?? new Dictionary<string, string>(), StringComparer.Ordinal) { ["TnsTriage:Role"] = "worker" };
        if (cable is not null)
        {
            var broker = cable.AddressOf(Servers.Broker.Uri.Port);
            settings["TnsTriage:RabbitMq:Uri"] = new UriBuilder(Servers.Broker.Uri) { Host = broker.Address.ToString(), Port = broker.Port }.Uri.ToString();
            var ledger = cable.AddressOf(Servers.Ledger.Port);
            settings["TnsTriage:Postgres:ConnectionString"] = new Npgsql.NpgsqlConnectionStringBuilder(Bench.SettingsWith(settings)["TnsTriage:Postgres:ConnectionString"])
            {
                Host = ledger.Address.ToString(), Port = ledger.Port,
            }.ToString();
        }

        Worker worker;
        lock (_workers)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"worker{_workers.Count + 1}");
            settings.TryAdd("OPENAI_BASE_URL", Bench.Outside.ModelAddressOf(name).ToString());
            worker = new Worker(
                _options.ServiceDll, new Uri($"http://127.0.0.1:{ServiceProcess.FreePort()}/"), Bench.SettingsWith(settings), Bench.LogOf(name), cable) { Name = name };
            _workers.Add(worker);
        }

        await worker.StartAsync();
        return worker;
    }

    /// <summary>Begins a conversation and delivers its event until a receiver has taken it, as Front repeats what is not answered.</summary>
    /// <returns>How often it had to be sent.</returns>
    public async Task<int> SendAsync(Ticket ticket, int number)
    {
        var happened = Bench.BeginWithEvent(ticket, number);
        for (var sends = 1; ; sends++)
        {
            if (await DeliverAsync(happened) == HttpStatusCode.Accepted)
            {
                return sends;
            }

            await Task.Delay(Retry);
        }
    }

    /// <summary>Delivers to one receiver, the next time to the other.</summary>
    public Task<HttpStatusCode?> DeliverAsync(StubEvent happened) =>
        Bench.DeliverAsync(happened, new Uri(_receivers[Interlocked.Increment(ref _turn) % _receivers.Count].Address, Bench.Application.AbsolutePath));

    /// <summary>Waits until nothing is left to do: decided and carried out is what was accepted, but dead letters, and the queues are empty.</summary>
    /// <returns>How long that took; null when it did not come to an end in time.</returns>
    public async Task<TimeSpan?> DrainAsync(TimeSpan most)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < most; await Task.Delay(500))
        {
            if (Records.Unfinished == 0 && (await Records.QueuesAsync()).Open == 0 && Records.Unfinished == 0)
            {
                await Records.ReadDeadLettersAsync();
                return waited.Elapsed;
            }
        }

        await Records.ReadDeadLettersAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }

        foreach (var (_, _, process) in _receivers)
        {
            await process.DisposeAsync();
        }

        await Bench.DisposeAsync();
        await Records.DisposeAsync();
    }

    private async Task AddReceiverAsync(string name)
    {
        var address = new Uri($"http://127.0.0.1:{ServiceProcess.FreePort()}/");
        var settings = Bench.SettingsWith(new Dictionary<string, string>
        {
            ["TnsTriage:Role"] = "receiver",
            ["TnsTriage:Postgres:ConnectionString"] = "",   // a receiver needs neither ledger nor model nor policy, and must do without
            ["TnsTriage:Policy"] = "/absent/policy.json",
            ["TnsTriage:Model"] = "",
            ["TnsTriage:Front:Token"] = "",
            ["OPENAI_API_KEY"] = "",
        });
        var process = await ServiceProcess.StartAsync(_options.ServiceDll, address, settings, Bench.LogOf(name));
        lock (_receivers)
        {
            _receivers.Add((name, address, process));
        }
    }
}
