using Npgsql;
using TnsEval.Testing;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Tests.Storage;

/// <summary>A schema of one test in the shared server, dropped with it; and, once it is set, a clock of the test's own in place of the server's.</summary>
internal sealed class OwnSchema : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _now;

    private OwnSchema(string name) => Name = name;

    public string Name { get; }

    private string Clock => $"{Name}_clock";

    /// <summary>Where <c>now()</c> is looked for in the test's own schema first.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(Servers.Postgres)
    {
        SearchPath = $"{Name}, {Clock}, pg_catalog",
        ApplicationName = Name,
    }.ConnectionString;

    public PostgresOptions Options => new() { ConnectionString = ConnectionString, StartPatience = TimeSpan.Zero };

    public static async Task<OwnSchema> CreateAsync()
    {
        var schema = new OwnSchema($"test_{Guid.NewGuid():N}");
        await schema.ExecuteAsync(
            $"""
            CREATE SCHEMA {schema.Name};
            CREATE SCHEMA {schema.Clock};
            CREATE TABLE {schema.Clock}.time (only_row boolean PRIMARY KEY DEFAULT true, at timestamptz NOT NULL);
            CREATE FUNCTION {schema.Clock}.now() RETURNS timestamptz LANGUAGE sql STABLE
              AS 'SELECT coalesce((SELECT at FROM {schema.Clock}.time), pg_catalog.now())';
            """);
        return schema;
    }

    /// <summary>Configures a service whose ledger is here.</summary>
    public void Set(Dictionary<string, string?> settings)
    {
        settings["TnsTriage:Ledger"] = "postgres";
        settings["TnsTriage:Postgres:ConnectionString"] = ConnectionString;
    }

    /// <summary>A database of a process of its own, its tables up to date.</summary>
    public async Task<PostgresDatabase> OpenAsync()
    {
        var database = new PostgresDatabase(Options, TimeProvider.System);
        await database.PrepareAsync(TnsTriage.Service.Ledger.PostgresTables.Schema, mayBegin: true);
        return database;
    }

    /// <summary>From now on the server's time is this one, and stands still.</summary>
    public void SetClock(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_now == now)
            {
                return;
            }

            using var source = NpgsqlDataSource.Create(ConnectionString);
            using var command = source.CreateCommand(
                $"INSERT INTO {Clock}.time (at) VALUES ($1) ON CONFLICT (only_row) DO UPDATE SET at = excluded.at");
            command.Parameters.AddWithValue(now.ToUniversalTime());
            command.ExecuteNonQuery();
            _now = now;
        }
    }

    public async Task ExecuteAsync(string sql) => await AskAsync(sql);

    /// <summary>The first value of the first row.</summary>
    public async Task<object?> AskAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync($"DROP SCHEMA IF EXISTS {Name} CASCADE; DROP SCHEMA IF EXISTS {Clock} CASCADE");
}
