using Microsoft.Extensions.DependencyInjection.Extensions;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Inbox.RabbitMq;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Reconciling;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service;

/// <summary>Where the service keeps what it must not lose: files of its own, or servers that it shares.</summary>
internal static class TriageStores
{
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
        else if (Open(TriageHost.InboxFile, SqliteInbox.Schema) is { } inbox)
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
        else if (Open(TriageHost.LedgerFile, SqliteLedger.Schema) is { } ledger)
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
    public static void AddRabbitMq(this IServiceCollection services, TriageOptions options)
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
    private static void AddPostgres(this IServiceCollection services, PostgresOptions options)
    {
        services.AddSingleton(provider => new PostgresDatabase(options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<PostgresStart>(provider, options));
        services.AddSingleton<ILedger, PostgresLedger>();
        services.AddSingleton<IEventMemory, PostgresEventMemory>();
        services.AddSingleton<IReconcilerTurn, PostgresReconcilerTurn>();
    }

    /// <summary>Waits for the servers that it needs, and brings them up to date.</summary>
    /// <exception cref="InfrastructureException">One is not to be had.</exception>
    public static async Task StartServersAsync(this IServiceProvider services)
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
}
