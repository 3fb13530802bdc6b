using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Ledger;

/// <summary>Where the ledger is: what <c>TnsTriage:Ledger</c> may say, and the ledger that a command opens beside the service.</summary>
internal sealed class LedgerStore : IAsyncDisposable
{
    public const string Sqlite = "sqlite", Postgres = "postgres";

    private readonly IAsyncDisposable _store;

    private LedgerStore(ILedger ledger, IAsyncDisposable store) => (Ledger, _store) = (ledger, store);

    /// <summary>The ledger.</summary>
    public ILedger Ledger { get; }

    public static bool IsPostgres(string name) => name.Equals(Postgres, StringComparison.OrdinalIgnoreCase);

    /// <summary>Every problem of the settings; none when they can be used.</summary>
    public static IEnumerable<Problem> Check(string name, PostgresOptions postgres)
    {
        if (IsPostgres(name))
        {
            return postgres.Check($"{TriageOptions.Section}:{nameof(TriageOptions.Postgres)}");
        }

        return name.Equals(Sqlite, StringComparison.OrdinalIgnoreCase)
            ? []
            : [new Problem($"{TriageOptions.Section}:{nameof(TriageOptions.Ledger)}", $"\"{name}\" is neither {Sqlite} nor {Postgres}", "Write one of them")];
    }

    /// <summary>Every problem that keeps a command from opening the service's ledger.</summary>
    /// <param name="section">The configuration section of <see cref="TriageOptions"/>; other parts of it are not read.</param>
    public static IEnumerable<Problem> Check(IConfigurationSection section)
    {
        var (name, postgres, file) = Read(section);
        foreach (var problem in Check(name, postgres))
        {
            yield return problem;
        }

        if (!IsPostgres(name) && !File.Exists(file))
        {
            yield return new Problem(file, "there is no ledger", $"Set {TriageOptions.Section}:{nameof(TriageOptions.DataFolder)} to the service's data folder");
        }
    }

    /// <summary>Opens the service's ledger, which must be there. The service may run meanwhile.</summary>
    /// <exception cref="StorageUnavailableException">It does not answer.</exception>
    /// <exception cref="StorageVersionException">The file is newer than this program, or of another kind.</exception>
    /// <exception cref="InfrastructureException">The same of a database, or it refuses us.</exception>
    public static async Task<LedgerStore> OpenAsync(IConfigurationSection section, TimeProvider time)
    {
        var (name, postgres, file) = Read(section);
        if (!IsPostgres(name))
        {
            var opened = SqliteDatabase.Open(file, SqliteLedger.Schema);
            return new LedgerStore(new SqliteLedger(opened, time), opened);
        }

        var database = new PostgresDatabase(postgres, time);
        try
        {
            await database.PrepareAsync(PostgresTables.Schema, mayBegin: false);
            return new LedgerStore(new PostgresLedger(database, time), database);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static (string Name, PostgresOptions Postgres, string File) Read(IConfigurationSection section)
    {
        var defaults = new TriageOptions();
        return (
            section[nameof(TriageOptions.Ledger)] ?? defaults.Ledger,
            section.GetSection(nameof(TriageOptions.Postgres)).Get<PostgresOptions>() ?? defaults.Postgres,
            Path.Combine(section[nameof(TriageOptions.DataFolder)] ?? defaults.DataFolder, TriageHost.LedgerFile));
    }
}
