using Microsoft.Extensions.DependencyInjection.Extensions;
using TnsEval.Abstractions;
using TnsTriage.Front;
using TnsTriage.Front.Webhooks;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Inbox.RabbitMq;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Operations;
using TnsTriage.Service.Reconciling;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Triage;
using TnsTriage.Service.Webhooks;

namespace TnsTriage.Service;

/// <summary>Puts the service together.</summary>
internal static class TriageHost
{
    /// <summary>The inbox's file in the data folder.</summary>
    public const string InboxFile = "inbox.db", LedgerFile = "ledger.db";

    private static readonly TimeSpan AfterGrace = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Reads the configuration, opens files and database and asks Front what the policy's names mean; null when there are problems.
    /// </summary>
    /// <param name="builder">With its configuration.</param>
    /// <param name="providers">The model providers there are.</param>
    /// <param name="problems">Receives every problem.</param>
    /// <exception cref="InfrastructureException">A server that it needs is not to be had.</exception>
    public static async Task<WebApplication?> BuildAsync(
        WebApplicationBuilder builder, IReadOnlyList<IModelProvider> providers, ICollection<Problem> problems)
    {
        if (TryAddAll(builder, providers, problems) is not { } options || problems.Count > 0)
        {
            return null;
        }

        var app = builder.Build();
        try
        {
            await StartServersAsync(app.Services);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        Map(app, options);

        // Before anything listens, so that a mistake in the policy is told at once; a Front that is down is waited for by the workers.
        var startup = app.Services.GetService<TriageStartup>();
        await (startup?.AskAsync(CancellationToken.None) ?? Task.CompletedTask);
        if (startup is null or { Problems.Count: 0 })
        {
            return app;
        }

        foreach (var problem in startup.Problems)
        {
            problems.Add(problem);
        }

        await app.DisposeAsync();
        return null;
    }

    /// <summary>Maps what a process of its role answers.</summary>
    public static void Map(WebApplication app, TriageOptions options)
    {
        if (!ServiceRole.IsWorker(options.Role))
        {
            WebhookEndpoint.Map(app, options);
        }

        HealthEndpoints.Map(app);
    }

    /// <summary>Waits for the servers that it needs, and brings them up to date.</summary>
    /// <exception cref="InfrastructureException">One is not to be had.</exception>
    public static async Task StartServersAsync(IServiceProvider services)
    {
        if (services.GetService<PostgresStart>() is { } postgres)
        {
            await postgres.RunAsync(PostgresTables.Schema, CancellationToken.None);
        }

        if (services.GetService<RabbitStart>() is { } rabbit)
        {
            await rabbit.RunAsync(CancellationToken.None);
        }
    }

    /// <returns>Null when there are problems that leave nothing to go on with.</returns>
    private static TriageOptions? TryAddAll(WebApplicationBuilder builder, IReadOnlyList<IModelProvider> providers, ICollection<Problem> problems)
    {
        var role = builder.Configuration[$"{TriageOptions.Section}:{nameof(TriageOptions.Role)}"];
        if (role is not null && ServiceRole.IsReceiver(role))
        {
            if (TriageSetup.ReadOptions(builder.Configuration, problems) is { } options && problems.Count == 0)
            {
                builder.Services.AddReceiver(options);
                return options;
            }

            return null;
        }

        if (TriageSetup.Read(builder.Configuration, providers, Champion.Prompt, TimeProvider.System, problems) is not { } setup)
        {
            return null;
        }

        builder.Services.AddTriage(setup);
        builder.Services.AddTriageWorkers();
        foreach (var problem in builder.Services.AddStores(setup.Options))
        {
            problems.Add(problem);
        }

        return setup.Options;
    }

    /// <summary>Adds all of a process that takes webhooks and queues what they tell.</summary>
    public static void AddReceiver(this IServiceCollection services, TriageOptions options)
    {
        services.AddReceiving(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new WebhookVerifier(options.Front, provider.GetRequiredService<TimeProvider>()));
        services.AddRabbitMq(options);
    }

    private static void AddReceiving(this IServiceCollection services, TriageOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<EventIntake>();
        services.AddSingleton<WebhookMeter>();
        services.AddSingleton<WebhookEndpoint>();
        services.AddSingleton<TriageSignals>();
        services.AddSingleton<Readiness>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Grace + AfterGrace);
    }

    /// <summary>Adds everything but inbox and ledger, see <see cref="AddStores"/>.</summary>
    public static void AddTriage(this IServiceCollection services, TriageSetup setup)
    {
        var options = setup.Options;
        services.AddReceiving(options);
        services.AddSingleton(setup);
        services.AddSingleton(options.Paging);
        services.AddTnsTriageFront(front => Copy(options.Front, front)).AddHttpMessageHandler<FrontReachability>();
        services.AddHttpClient(nameof(Pager), http => http.Timeout = Timeout.InfiniteTimeSpan)   // the pager ends its call by the host's clock
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .RemoveAllLoggers();
        services.AddSingleton(provider => new Pager(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(Pager)), options.Paging, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Escalator>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<TriageStartup>();
        services.AddSingleton<FrontClock>();
        services.AddTransient<FrontReachability>();
        services.TryAddSingleton(Champion.Provenance);
        services.AddSingleton<DriftWatch>();
        services.AddSingleton<RetentionService>();
    }

    /// <summary>Adds what works by itself: workers and reconciler.</summary>
    public static void AddTriageWorkers(this IServiceCollection services)
    {
        services.AddHostedService<TriageService>();
        services.AddHostedService<ReconcilerService>();
        services.AddHostedService<InboxWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<DriftWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<RetentionService>());
        services.AddHostedService<AdminServer>();
    }

    /// <summary>Adds inbox and ledger: files below the data folder, opened now, or servers, see <see cref="StartServersAsync"/>.</summary>
    /// <returns>Every problem; none when the files can be used.</returns>
    public static IReadOnlyList<Problem> AddStores(this IServiceCollection services, TriageOptions options)
    {
        List<Problem> problems = [];
        if (InboxStore.IsRabbitMq(options.Queue))
        {
            services.AddRabbitMq(options);
            services.AddHostedService<TagNoteService>();
        }
        else if (Open(InboxFile, SqliteInbox.Schema) is { } inbox)
        {
            services.AddSingleton<ITagNotes, LedgerTagNotes>();
            services.AddKeyedSingleton("inbox", (_, _) => inbox);   // by a factory, so that the container closes it
            services.AddSingleton<IInbox>(provider => new SqliteInbox(
                provider.GetRequiredKeyedService<SqliteDatabase>("inbox"), provider.GetRequiredService<TimeProvider>()));
        }

        if (LedgerStore.IsPostgres(options.Ledger))
        {
            services.AddPostgres(options.Postgres);
        }
        else if (Open(LedgerFile, SqliteLedger.Schema) is { } ledger)
        {
            services.AddSingleton<IReconcilerTurn, OnlyReconciler>();
            services.AddKeyedSingleton("ledger", (_, _) => ledger);
            services.AddSingleton<ILedger>(provider => new SqliteLedger(
                provider.GetRequiredKeyedService<SqliteDatabase>("ledger"), provider.GetRequiredService<TimeProvider>()));
        }

        return problems;

        SqliteDatabase? Open(string file, SqliteSchema schema)
        {
            try
            {
                return SqliteDatabase.Open(Path.Combine(options.DataFolder, file), schema);
            }
            catch (StorageVersionException e)
            {
                problems.Add(e.Problem);
            }
            catch (StorageUnavailableException e)
            {
                const string Where = $"{TriageOptions.Section}:{nameof(TriageOptions.DataFolder)}";
                problems.Add(new Problem(Where, e.Message, "Name a folder on a local disk that this account may write to"));
            }

            return null;
        }
    }

    /// <summary>Adds the inbox in RabbitMQ.</summary>
    private static void AddRabbitMq(this IServiceCollection services, TriageOptions options)
    {
        services.TryAddSingleton(new RabbitTopology(options.RabbitMq.Prefix, RabbitTopology.Delays));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<RabbitBroker>(provider, options.RabbitMq.Address()!));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<RabbitStart>(provider, options.RabbitMq));
        services.AddSingleton<ITagNotes, RabbitTagNotes>();
        services.AddSingleton<IInbox>(provider => new RabbitInbox(
            provider.GetRequiredService<RabbitBroker>(),
            options.Workers,
            provider.GetService<IEventMemory>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RabbitInbox>>()));
    }

    /// <summary>Adds the ledger in PostgreSQL and what else its database holds for all processes.</summary>
    internal static void AddPostgres(this IServiceCollection services, PostgresOptions options)
    {
        services.AddSingleton(provider => new PostgresDatabase(options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<PostgresStart>(provider, options));
        services.AddSingleton<ILedger, PostgresLedger>();
        services.AddSingleton<IEventMemory, PostgresEventMemory>();
        services.AddSingleton<IReconcilerTurn, PostgresReconcilerTurn>();
    }

    internal static void Copy(FrontOptions from, FrontOptions to)
    {
        foreach (var property in typeof(FrontOptions).GetProperties().Where(property => property.CanWrite))
        {
            property.SetValue(to, property.GetValue(from));
        }
    }
}
