using System.Globalization;
using Npgsql;

namespace TnsTriage.Service.Faults.Servers;

/// <summary>A PostgreSQL cluster of the bench's own, on loopback.</summary>
internal sealed class LedgerServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly ServiceScript _script;
    private string _connection = "";

    /// <param name="scripts">The folder <c>tests/services</c>.</param>
    /// <param name="folder">Where the cluster is; the account <c>postgres</c> must be able to walk there.</param>
    public LedgerServer(string scripts, string folder) => (_folder, _script) = (folder, new ServiceScript(scripts, "pg.sh", folder));

    /// <summary>Where it listens.</summary>
    public int Port => new NpgsqlConnectionStringBuilder(_connection).Port;

    /// <summary>The first of its processes.</summary>
    public int ProcessId => int.Parse(File.ReadLines(Path.Combine(_folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>Ends when it takes connections.</summary>
    public async Task StartAsync() => _connection = await _script.RunAsync("up", _folder);

    /// <param name="mode"><c>fast</c>: in order; <c>immediate</c>: without a checkpoint, as in a crash.</param>
    public Task StopAsync(string mode) => _script.RunAsync("down", _folder, mode);

    /// <summary>An empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(_connection);
        await using var create = source.CreateCommand($"CREATE DATABASE {database}");
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_connection) { Database = database }.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _script.RunAsync("down", _folder, "immediate");
    }
}
