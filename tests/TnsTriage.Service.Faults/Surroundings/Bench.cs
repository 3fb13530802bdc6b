using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using TnsTriage.FrontStub;

namespace TnsTriage.Service.Faults.Surroundings;

/// <summary>What all benches of a run share.</summary>
/// <param name="ServiceDll">The published service.</param>
/// <param name="Folder">Where benches put their files.</param>
/// <param name="Seed">Of what is drawn by lot.</param>
internal sealed record BenchOptions(string ServiceDll, string Folder, int Seed);

/// <summary>The service process with stand-ins for Front, model and pager around it, all of which outlive it when it is killed. Keeps account of what was sent.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private const string Policy = """
        {
          "formatVersion": 1,
          "dryRun": false,
          "actions": {
            "none": {},
            "review": { "tags": ["tns/review"] },
            "escalate": {
              "tags": ["tns/escalated"], "inbox": "Trust & Safety", "assignee": "tns-oncall", "link": "https://cases.example.org/{{decision}}",
              "comment": ["**{{verdict}}**: {{categories}}", "{{rationale}}"]
            },
            "escalate_urgent": {
              "tags": ["tns/escalated", "tns/urgent"], "inbox": "Trust & Safety", "assignee": "tns-oncall", "mention": ["tns-oncall"],
              "link": "https://cases.example.org/{{decision}}", "comment": ["Look now: {{categories}}", "{{rationale}}"], "page": true
            }
          }
        }
        """;

    private static readonly StubFrontOptions Keys = new()
    {
        Token = "token-of-the-bench", ApplicationSecret = "application-secret-of-the-bench", RuleSecret = "rule-secret-of-the-bench",
    };

    private static int s_number;

    private readonly BenchOptions _options;
    private readonly string _folder;
    private readonly Dictionary<string, string> _settings;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1) })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    private Uri? _besides;
    private int _turn;

    private Bench(BenchOptions options, StubFront front, TimeProvider time, Outside outside, string? dataFolder)
    {
        (_options, Front, Outside) = (options, front, outside);
        _folder = Path.Combine(options.Folder, Interlocked.Increment(ref s_number).ToString("d2", CultureInfo.InvariantCulture));
        Data = dataFolder ?? Path.Combine(_folder, "data");
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "policy.json"), Policy);
        Records = Files;
        Sender = new WebhookSender(front.Company, Keys, time);
        Random = new Random(options.Seed);
        _settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["TnsTriage:Front:BaseAddress"] = front.Address.ToString(),
            ["TnsTriage:Front:AllowLoopback"] = "true",
            ["TnsTriage:Front:Token"] = Keys.Token,
            ["TnsTriage:Front:ApplicationSecret"] = Keys.ApplicationSecret,
            ["TnsTriage:Front:RuleSecret"] = Keys.RuleSecret,
            ["TnsTriage:Front:RequestsPerMinute"] = "10000",
            ["TnsTriage:Paging:Url"] = outside.PageAddress.ToString(),
            ["TnsTriage:Paging:Secret"] = "paging-secret-of-the-bench",
            ["TnsTriage:Paging:AllowLoopback"] = "true",
            ["TnsTriage:Policy"] = Path.Combine(_folder, "policy.json"),
            ["TnsTriage:DataFolder"] = Data,
            ["TnsTriage:Model"] = "openai/stub",
            ["TnsTriage:Lease"] = "00:00:05",
            ["TnsTriage:ReconcileEvery"] = "00:00:00",
            ["OPENAI_BASE_URL"] = outside.ModelAddress.ToString(),
            ["OPENAI_API_KEY"] = "key-of-the-bench",
        };
    }

    /// <summary>What must never stand in a log: words of tickets, keys.</summary>
    public static IReadOnlyList<string> Secrets { get; } =
    [
        TicketText.Fraud, TicketText.Danger, TicketText.Ordinary, Keys.Token, Keys.ApplicationSecret, Keys.RuleSecret, "paging-secret-of-the-bench", "key-of-the-bench",
    ];

    public StubFront Front { get; }

    public Outside Outside { get; }

    public WebhookSender Sender { get; }

    public Random Random { get; }

    /// <summary>Where inbox and ledger are.</summary>
    public string Data { get; }

    public ServiceFiles Files => new(Data);

    /// <summary>Where decisions and dead letters are found: the service's files, unless it keeps them elsewhere.</summary>
    public IRecords Records { get; init; }

    public IEnumerable<string> Logs => Directory.EnumerateFiles(_folder, "*.log");

    public ServiceProcess? Service { get; private set; }

    /// <summary>A second process on the same files; null unless it was started.</summary>
    public ServiceProcess? Beside { get; private set; }

    public Uri Application { get; } = new($"http://127.0.0.1:{ServiceProcess.FreePort()}/webhooks/front/application");

    public Uri Rule => new(Application, "/webhooks/front/rule");

    /// <summary>What each conversation is about.</summary>
    public ConcurrentDictionary<string, Ticket> Tickets { get; } = new(StringComparer.Ordinal);

    /// <summary>Conversations of which a rightly signed event was sent, whatever was answered.</summary>
    public ConcurrentDictionary<string, bool> Signed { get; } = new(StringComparer.Ordinal);

    /// <summary>Conversations whose inbound event was answered 202.</summary>
    public ConcurrentDictionary<string, bool> Accepted { get; } = new(StringComparer.Ordinal);

    /// <summary>A bench whose service runs.</summary>
    /// <param name="options">Of the run.</param>
    /// <param name="settings">Changes to the configuration.</param>
    /// <param name="frontClock">How far Front's clock is before ours.</param>
    /// <param name="dataFolder">Where inbox and ledger go; a folder of the bench when null.</param>
    public static async Task<Bench> OpenAsync(
        BenchOptions options, IReadOnlyDictionary<string, string>? settings = null, TimeSpan frontClock = default, string? dataFolder = null)
    {
        TimeProvider time = frontClock == default ? TimeProvider.System : new ShiftedTime(frontClock);
        var bench = new Bench(options, await StubFront.StartAsync(Keys, time), time, await Outside.StartAsync(), dataFolder);
        bench.Set(settings);
        await bench.StartAsync();
        return bench;
    }

    /// <summary>What is around services that somebody else starts, with <see cref="SettingsWith"/>.</summary>
    public static async Task<Bench> SurroundAsync(BenchOptions options, IReadOnlyDictionary<string, string> settings, IRecords records)
    {
        var bench = new Bench(options, await StubFront.StartAsync(Keys), TimeProvider.System, await Outside.StartAsync(), dataFolder: null) { Records = records };
        bench.Set(settings);
        return bench;
    }

    /// <summary>The configuration, changed for one service.</summary>
    public IReadOnlyDictionary<string, string> SettingsWith(IReadOnlyDictionary<string, string> changes)
    {
        var settings = new Dictionary<string, string>(_settings, StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            settings[name] = value;
        }

        return settings;
    }

    /// <summary>Where a service is to write its log.</summary>
    public string LogOf(string service) => Path.Combine(_folder, $"{service}.log");

    /// <summary>Starts the service, on the files of the one before.</summary>
    public async Task StartAsync()
    {
        if (Service is not null)
        {
            await Service.DisposeAsync();
        }

        Service = await ServiceProcess.StartAsync(_options.ServiceDll, new Uri(Application, "/"), _settings, LogOf("service"));
    }

    /// <summary>Starts another service on the same files; deliveries go to either by turns from now on.</summary>
    public async Task StartBesideAsync()
    {
        var address = new Uri($"http://127.0.0.1:{ServiceProcess.FreePort()}");
        Beside = await ServiceProcess.StartAsync(_options.ServiceDll, address, _settings, LogOf("beside"));
        _besides = new Uri(address, Application.AbsolutePath);
    }

    /// <summary>Decisions that the other service made, as its log tells.</summary>
    public int DecidedBeside => ServiceFiles.CountIn(LogOf("beside"), [" model calls, "]);

    /// <summary>Kills the other service, and delivers to the first alone.</summary>
    public async Task KillBesideAsync()
    {
        _besides = null;
        await Beside!.KillAsync();
    }

    public StubConversation Begin(Ticket ticket, int number = 0) => Front.Company.Find(BeginWithEvent(ticket, number).Conversation)!;

    /// <summary>Begins a conversation.</summary>
    /// <returns>The event of its first message.</returns>
    public StubEvent BeginWithEvent(Ticket ticket, int number)
    {
        var (conversation, happened) = Front.Company.Begin("A question", new StubMessage(TicketText.Of(ticket, number)));
        Tickets[conversation.Id] = ticket;
        return happened!;
    }

    /// <summary>The event of a conversation's first message.</summary>
    public StubEvent EventOf(StubConversation conversation) =>
        Front.Company.Events.First(happened => happened.Conversation == conversation.Id && happened.Type == "inbound");

    /// <summary>Begins conversations and delivers the event of each.</summary>
    public async Task<IReadOnlyList<StubConversation>> ReceiveAsync(int count, Func<int, Ticket> ticketOf)
    {
        var conversations = Enumerable.Range(0, count).Select(number => Begin(ticketOf(number), number)).ToArray();
        await Parallel.ForEachAsync(conversations, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (conversation, _) => await DeliverAsync(EventOf(conversation)));
        return conversations;
    }

    /// <summary>Delivers an event, rightly signed.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="to">Where to; the service of this bench when null.</param>
    /// <returns>The answer; null when none came.</returns>
    public async Task<HttpStatusCode?> DeliverAsync(StubEvent happened, Uri? to = null)
    {
        Signed[happened.Conversation] = true;
        var status = await SendAsync(Sender.Application(to ?? (_besides is { } beside && Interlocked.Increment(ref _turn) % 2 == 0 ? beside : Application), happened));
        if (status == HttpStatusCode.Accepted)
        {
            Accepted[happened.Conversation] = true;
        }

        return status;
    }

    public async Task<HttpStatusCode?> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            try
            {
                using var answer = await _http.SendAsync(request);
                return answer.StatusCode;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                return null;
            }
        }
    }

    /// <summary>Waits until the service has nothing more to do.</summary>
    /// <returns>How long that took; null when it did not come to an end in time.</returns>
    public async Task<TimeSpan?> DrainAsync(TimeSpan most)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < most; await Task.Delay(200))
        {
            if (Files.Open == 0)
            {
                return waited.Elapsed;
            }
        }

        return null;
    }

    /// <summary>Polls until something is so.</summary>
    public static async Task<bool> WaitForAsync(Func<bool> isSo, TimeSpan most)
    {
        var waited = Stopwatch.StartNew();
        while (!isSo())
        {
            if (waited.Elapsed > most)
            {
                return false;
            }

            await Task.Delay(100);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (Service is not null)
        {
            await Service.DisposeAsync();
        }

        if (Beside is not null)
        {
            await Beside.DisposeAsync();
        }

        _http.Dispose();
        await Front.DisposeAsync();
        await Outside.DisposeAsync();
    }

    private void Set(IReadOnlyDictionary<string, string>? settings)
    {
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            _settings[name] = value;
        }
    }

    private sealed class ShiftedTime(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
    }
}
