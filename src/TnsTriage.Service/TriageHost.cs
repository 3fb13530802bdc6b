using Microsoft.Extensions.DependencyInjection.Extensions;
using TnsEval.Abstractions;
using TnsTriage.Front;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Inbox;
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

        if (problems.Count > 0)
        {
            return null;
        }

        var app = builder.Build();
        try
        {
            await OpenDatabaseAsync(app.Services);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        WebhookEndpoint.Map(app, setup.Options);
        HealthEndpoints.Map(app);

        // Before anything listens, so that a mistake in the policy is told at once; a Front that is down is waited for by the workers.
        var startup = app.Services.GetRequiredService<TriageStartup>();
        await startup.AskAsync(CancellationToken.None);
        if (startup.Problems.Count == 0)
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

    /// <summary>Adds everything but inbox and ledger, see <see cref="AddStores"/>.</summary>
    public static void AddTriage(this IServiceCollection services, TriageSetup setup)
    {
        var options = setup.Options;
        services.AddSingleton(setup);
        services.AddSingleton(options);
        services.AddSingleton(options.Paging);
        services.AddTnsTriageFront(front => Copy(options.Front, front)).AddHttpMessageHandler<FrontReachability>();
        services.AddHttpClient(nameof(Pager), http => http.Timeout = Timeout.InfiniteTimeSpan)   // the pager ends its call by the host's clock
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .RemoveAllLoggers();
        services.AddSingleton(provider => new Pager(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(Pager)), options.Paging, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<EventIntake>();
        services.AddSingleton<WebhookMeter>();
        services.AddSingleton<WebhookEndpoint>();
        services.AddSingleton<Escalator>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<TriageStartup>();
        services.AddSingleton<TriageSignals>();
        services.AddSingleton<FrontClock>();
        services.AddTransient<FrontReachability>();
        services.AddSingleton<Readiness>();
        services.TryAddSingleton(Champion.Provenance);
        services.AddSingleton<DriftWatch>();
        services.AddSingleton<RetentionService>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Grace + AfterGrace);
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

    /// <summary>Adds inbox and ledger: files below the data folder, opened now, or a database, opened by <see cref="PostgresStart"/>.</summary>
    /// <returns>Every problem; none when the files can be used.</returns>
    public static IReadOnlyList<Problem> AddStores(this IServiceCollection services, TriageOptions options)
    {
        List<Problem> problems = [];
        if (Open(InboxFile, SqliteInbox.Schema) is { } inbox)
        {
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

    /// <summary>Adds the ledger in PostgreSQL and what else its database holds for all processes.</summary>
    internal static void AddPostgres(this IServiceCollection services, PostgresOptions options)
    {
        services.AddSingleton(provider => new PostgresDatabase(options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<PostgresStart>(provider, options));
        services.AddSingleton<ILedger, PostgresLedger>();
        services.AddSingleton<IEventMemory, PostgresEventMemory>();
        services.AddSingleton<IReconcilerTurn, PostgresReconcilerTurn>();
    }

    /// <summary>Waits for the database and brings it up to date; nothing where there is none.</summary>
    /// <exception cref="InfrastructureException">It is not to be had.</exception>
    internal static Task OpenDatabaseAsync(IServiceProvider services) =>
        services.GetService<PostgresStart>()?.RunAsync(PostgresTables.Schema, CancellationToken.None) ?? Task.CompletedTask;

    internal static void Copy(FrontOptions from, FrontOptions to)
    {
        foreach (var property in typeof(FrontOptions).GetProperties().Where(property => property.CanWrite))
        {
            property.SetValue(to, property.GetValue(from));
        }
    }
}
