using Microsoft.Extensions.DependencyInjection.Extensions;
using TnsEval.Abstractions;
using TnsTriage.Front;
using TnsTriage.Front.Webhooks;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Operations;
using TnsTriage.Service.Reconciling;
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
            await EarlyQuestions.AskAsync(builder.Configuration, problems);
            return null;
        }

        var app = builder.Build();
        try
        {
            await app.Services.StartServersAsync();
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

    /// <returns>Null when there are problems that leave nothing to go on with.</returns>
    private static TriageOptions? TryAddAll(WebApplicationBuilder builder, IReadOnlyList<IModelProvider> providers, ICollection<Problem> problems)
    {
        var role = builder.Configuration[$"{TriageOptions.Section}:{nameof(TriageOptions.Role)}"];
        if (role is not null && ServiceRole.IsReceiver(role))
        {
            var options = TriageSetup.ReadOptions(builder.Configuration, problems);
            if (problems.Count == 0)
            {
                builder.Services.AddReceiver(options);
            }

            return options;
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
        services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = options.Grace + AfterGrace;
            host.ServicesStopConcurrently = true;   // else workers begin new jobs until a purge or a search has ended, and the grace is over by then
        });
    }

    /// <summary>Adds everything but inbox and ledger, see <see cref="TriageStores"/>.</summary>
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

    internal static void Copy(FrontOptions from, FrontOptions to)
    {
        foreach (var property in typeof(FrontOptions).GetProperties().Where(property => property.CanWrite))
        {
            property.SetValue(to, property.GetValue(from));
        }
    }
}
