using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TnsEval.Testing;
using TnsTriage.Front;
using TnsTriage.FrontStub;
using TnsTriage.Prompts;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Operations;
using TnsTriage.Service.Triage;
using TnsTriage.Service.Webhooks;

namespace TnsTriage.Service.Tests.Desks;

/// <summary>
/// The service in this process, over a stand-in for Front on loopback and a scripted model, by a clock that stands still. What works by
/// itself is left out: a test says when a worker works.
/// </summary>
internal sealed class Desk : IAsyncDisposable
{
    /// <summary>
    /// Longer than anything waits for its turn at Front, shorter than any time limit of what is under way on other threads (the shortest, ten seconds, is
    /// the pager's): the clock passes the waits and never a limit.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    private static readonly StubFrontOptions FrontOptions = new();

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string?> _settings;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly Action<IServiceCollection>? _configure;
    private WebApplication _app = null!;
    private bool _isGuest;

    private Desk(StubFront front, ManualTimeProvider time, string policy, Action<Dictionary<string, string?>>? set, Action<IServiceCollection>? configure)
    {
        (Front, Time, _configure) = (front, time, configure);
        _folder.Write("policy.json", policy);
        _settings = new Dictionary<string, string?>
        {
            ["TnsTriage:Front:BaseAddress"] = front.Address.ToString(),
            ["TnsTriage:Front:AllowLoopback"] = "true",
            ["TnsTriage:Front:Token"] = FrontOptions.Token,
            ["TnsTriage:Front:ApplicationSecret"] = FrontOptions.ApplicationSecret,
            ["TnsTriage:Front:RuleSecret"] = FrontOptions.RuleSecret,
            ["TnsTriage:Front:RequestsPerMinute"] = "10000",
            ["TnsTriage:Front:RequestTimeout"] = "00:05:00",
            ["TnsTriage:Paging:Url"] = "https://pager.example.org/tns",
            ["TnsTriage:Paging:Secret"] = "a secret of the pager",
            ["TnsTriage:Policy"] = _folder["policy.json"],
            ["TnsTriage:DataFolder"] = _folder["data"],
            ["TnsTriage:Model"] = "scripted/one",
        };
        set?.Invoke(_settings);
    }

    public StubFront Front { get; }

    public ManualTimeProvider Time { get; }

    public ScriptedModel Model { get; } = new();

    public RecordingPager Pages { get; } = new();

    public ListLoggerProvider Log { get; } = new();

    public IServiceProvider Services => _app.Services;

    public IInbox Inbox => Services.GetRequiredService<IInbox>();

    public ILedger Ledger => Services.GetRequiredService<ILedger>();

    public IConfiguration Configuration => Services.GetRequiredService<IConfiguration>();

    public TriageOptions Options => Services.GetRequiredService<TriageOptions>();

    /// <summary>Where application webhooks go.</summary>
    public Uri Webhooks => new(new Uri(_app.Urls.First()), "/webhooks/front/application");

    public WebhookSender Sender => new(Front.Company, FrontOptions, Time);

    public static async Task<Desk> OpenAsync(
        string policy = Policies.Live,
        Action<Dictionary<string, string?>>? set = null,
        Action<IServiceCollection>? configure = null,
        TimeSpan frontAhead = default)
    {
        var time = new ManualTimeProvider();
        var desk = new Desk(await StubFront.StartAsync(FrontOptions, new ShiftedTime(time, frontAhead)), time, policy, set, configure);
        await desk.StartAsync();
        return desk;
    }

    /// <summary>The prompt of all desks.</summary>
    public static PromptVersion Prompt()
    {
        var definition = new PromptDefinition
        {
            Name = "v1",
            Messages =
            [
                new PromptMessage(PromptRole.System, "Assess the ticket."),
                new PromptMessage(PromptRole.User, "<ticket {{fence}}>\n{{language}} {{subject}}\n{{thread}}\n{{body}}\n</ticket {{fence}}>"),
            ],
            JsonSchema = PromptText.Schema,
        };
        PromptVersion.TryCreate(definition, out var prompt, out var problems).ShouldBeTrue(string.Join('\n', problems));
        return prompt!;
    }

    /// <summary>Another service on the same files and before the same Front, with a model of its own. To be closed before this one.</summary>
    public async Task<Desk> OpenBesideAsync()
    {
        var beside = new Desk(Front, Time, Policies.Live, settings => settings["TnsTriage:DataFolder"] = _folder["data"], configure: null) { _isGuest = true };
        await beside.StartAsync();
        return beside;
    }

    /// <summary>Ends the service as it is, and starts it again on the same files.</summary>
    public async Task RestartAsync()
    {
        await _app.DisposeAsync();
        await StartAsync();
    }

    /// <summary>Begins a conversation of one message and delivers its webhook.</summary>
    public async Task<StubConversation> ReceiveAsync(string body, string subject = "A question")
    {
        var (conversation, happened) = Front.Company.Begin(subject, new StubMessage(body));
        (await DeliverAsync(happened!)).ShouldBe(HttpStatusCode.Accepted);
        return conversation;
    }

    public Task<HttpStatusCode> DeliverAsync(StubEvent happened) => SendAsync(Sender.Application(Webhooks, happened));

    public async Task<HttpStatusCode> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        return response.StatusCode;
    }

    public Task<HttpResponseMessage> GetResponseAsync(HttpRequestMessage request) => _http.SendAsync(request);

    /// <summary>Lets a worker work until nothing is due now.</summary>
    public async Task WorkAsync()
    {
        var worker = await WorkerAsync();
        while (await RunAsync(worker.WorkOnceAsync(CancellationToken.None)))
        {
        }
    }

    /// <summary>Lets a worker work, and time go by to whatever is due next, until nothing is left or this time is over.</summary>
    public async Task WorkForAsync(TimeSpan time)
    {
        var end = Time.GetUtcNow() + time;
        await WorkAsync();
        while (Time.GetUtcNow() < end && (await Inbox.CountAsync()) is not { Due: 0, Later: 0 })
        {
            Time.Advance(TimeSpan.FromSeconds(10));
            await WorkAsync();
        }
    }

    /// <summary>A worker of its own, as a process that has just started makes it.</summary>
    public async Task<TriageWorker> WorkerAsync() =>
        (await Services.GetRequiredService<TriageStartup>().WorkerAsync(CancellationToken.None)).ShouldNotBeNull();

    /// <summary>Lets time pass while something waits for it.</summary>
    /// <param name="longestWait">A timer further off than this is a time limit and does not end; <see cref="LongestWait"/> when null.</param>
    public async Task<T> RunAsync<T>(Task<T> work, TimeSpan? longestWait = null)
    {
        while (!work.IsCompleted)
        {
            if (!Time.AdvanceToNextTimer(longestWait ?? LongestWait))
            {
                await Task.WhenAny(work, Task.Delay(1));
            }
        }

        return await work;
    }

    public Task RunAsync(Task work) => RunAsync(work.ContinueWith(done => done.IsCompletedSuccessfully ? true : throw done.Exception!.InnerException!, TaskScheduler.Default));

    /// <summary>A conversation as Front has it now.</summary>
    public StubConversation Now(StubConversation conversation) => Front.Company.Find(conversation.Id)!;

    public async Task<LedgerEntry> EntryAsync(StubConversation conversation) =>
        (await Ledger.FindAsync(new ConversationId(conversation.Id))).ShouldNotBeNull();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (!_isGuest)
        {
            await Front.DisposeAsync();
        }

        _http.Dispose();
        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<TimeProvider>(Time);

        List<Problem> problems = [];
        var setup = TriageSetup.Read(builder.Configuration, [Model], Prompt(), Time, problems);
        problems.ShouldBeEmpty();
        builder.Services.AddTriage(setup!);
        builder.Services.AddStores(setup!.Options).ShouldBeEmpty();
        builder.Services.AddHttpClient(nameof(Pager)).ConfigurePrimaryHttpMessageHandler(() => Pages);
        _configure?.Invoke(builder.Services);

        _app = builder.Build();
        await _app.Services.StartServersAsync();
        WebhookEndpoint.Map(_app, setup.Options);
        HealthEndpoints.Map(_app);
        await _app.StartAsync();
    }
}
