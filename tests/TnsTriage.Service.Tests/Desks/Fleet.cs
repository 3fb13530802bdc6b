using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TnsEval.Testing;
using TnsTriage.Front;
using TnsTriage.FrontStub;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Tests.Inbox;
using TnsTriage.Service.Tests.Storage;
using TnsTriage.Service.Triage;

namespace TnsTriage.Service.Tests.Desks;

/// <summary>Receivers and workers in this process, each a host of its own, over one queue in RabbitMQ and one ledger in PostgreSQL, in real time.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly StubFrontOptions FrontOptions = new();

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly List<WebApplication> _receivers = [], _workers = [];
    private readonly RabbitQueues _queues;
    private readonly OwnSchema _schema;

    private Fleet(StubFront front, RabbitQueues queues, OwnSchema schema)
    {
        (Front, _queues, _schema) = (front, queues, schema);
        _folder.Write("policy.json", Policies.Live);
    }

    public StubFront Front { get; }

    public ScriptedModel Model { get; } = new();

    public ILedger Ledger => _workers[0].Services.GetRequiredService<ILedger>();

    public IInbox Inbox => _workers[0].Services.GetRequiredService<IInbox>();

    public IConfiguration Configuration => _workers[0].Configuration;

    public static async Task<Fleet> OpenAsync(int receivers, int workers, RabbitQueues queues)
    {
        var fleet = new Fleet(await StubFront.StartAsync(FrontOptions, TimeProvider.System), queues, await OwnSchema.CreateAsync());
        for (var number = 0; number < receivers; number++)
        {
            fleet._receivers.Add(await fleet.StartAsync("receiver"));
        }

        for (var number = 0; number < workers; number++)
        {
            fleet._workers.Add(await fleet.StartAsync("worker"));
        }

        return fleet;
    }

    /// <summary>Delivers an event to one of the receivers, or to an address that should not take it.</summary>
    public async Task<HttpStatusCode> DeliverAsync(StubEvent happened, int receiver, bool toWorker = false)
    {
        var to = new Uri(new Uri((toWorker ? _workers : _receivers)[receiver].Urls.First()), "/webhooks/front/application");
        using var response = await _http.SendAsync(new WebhookSender(Front.Company, FrontOptions, TimeProvider.System).Application(to, happened));
        return response.StatusCode;
    }

    /// <summary>What a process says of itself.</summary>
    public Task<string> ReadinessAsync(bool ofWorker) => _http.GetStringAsync(new Uri(new Uri((ofWorker ? _workers : _receivers)[0].Urls.First()), "/health/ready"));

    /// <summary>Ends when something is done and nothing is left to do. A message on its way is nowhere, so counts alone do not tell.</summary>
    public async Task DrainAsync(Func<bool> isDone, int dead = 0)
    {
        using var late = new CancellationTokenSource(Patience);
        while (true)
        {
            var waiting = new List<InboxCounts>();
            foreach (var worker in _workers)
            {
                waiting.Add(await worker.Services.GetRequiredService<IInbox>().CountAsync());
            }

            if (isDone() && waiting.TrueForAll(counts => counts is { Due: 0, Later: 0 } && counts.Dead == dead))
            {
                return;
            }

            late.IsCancellationRequested.ShouldBeFalse(string.Join('\n', waiting));
            await Task.Yield();
        }
    }

    /// <summary>A conversation as Front has it now.</summary>
    public StubConversation Now(StubConversation conversation) => Front.Company.Find(conversation.Id)!;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _receivers.Concat(_workers))
        {
            await host.StopAsync();
            await host.DisposeAsync();
        }

        await Front.DisposeAsync();
        await _schema.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<WebApplication> StartAsync(string role)
    {
        Dictionary<string, string?> settings = new()
        {
            ["TnsTriage:Role"] = role,
            ["TnsTriage:MaxAttempts"] = "1",
            ["TnsTriage:Grace"] = "00:00:05",
        };
        _queues.Set(settings);
        if (role == "receiver")
        {
            settings["TnsTriage:Front:ApplicationSecret"] = FrontOptions.ApplicationSecret;
        }
        else
        {
            settings["TnsTriage:Front:BaseAddress"] = Front.Address.ToString();
            settings["TnsTriage:Front:AllowLoopback"] = "true";
            settings["TnsTriage:Front:Token"] = FrontOptions.Token;
            settings["TnsTriage:Front:RequestsPerMinute"] = "10000";
            settings["TnsTriage:Paging:Url"] = "https://pager.example.org/tns";
            settings["TnsTriage:Paging:Secret"] = "a secret of the pager";
            settings["TnsTriage:Policy"] = _folder["policy.json"];
            settings["TnsTriage:Model"] = "scripted/one";
            settings["TnsTriage:ReconcileEvery"] = "00:00:00";
            _schema.Set(settings);
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(_queues.Topology);
        List<Problem> problems = [];
        TriageOptions options;
        if (role == "receiver")
        {
            options = TriageSetup.ReadOptions(builder.Configuration, problems)!;
            problems.ShouldBeEmpty();
            builder.Services.AddReceiver(options);
        }
        else
        {
            var setup = TriageSetup.Read(builder.Configuration, [Model], Desk.Prompt(), TimeProvider.System, problems);
            problems.ShouldBeEmpty();
            options = setup!.Options;
            builder.Services.AddTriage(setup);
            builder.Services.AddTriageWorkers();
            builder.Services.AddStores(options).ShouldBeEmpty();
            builder.Services.AddHttpClient(nameof(Pager)).ConfigurePrimaryHttpMessageHandler(() => new RecordingPager());
        }

        var app = builder.Build();
        await app.Services.StartServersAsync();
        TriageHost.Map(app, options);
        await app.StartAsync();
        return app;
    }
}
