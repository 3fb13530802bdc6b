using Npgsql;

namespace TnsTriage.Service.Storage;

/// <summary>
/// A PostgreSQL database. What may pass in a moment is tried again for less than a second; what does not is a
/// <see cref="StorageUnavailableException"/>. Safe to use from many threads.
/// </summary>
/// <remarks>
/// Over a network the answer to a commit may be lost, and nobody can tell whether it was made. Therefore all work that is given to it is
/// safe to repeat, and is repeated.
/// </remarks>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    /// <summary>Where an operator says which database.</summary>
    public const string Setting = $"{TriageOptions.Section}:{nameof(TriageOptions.Postgres)}:{nameof(PostgresOptions.ConnectionString)}";

    /// <summary>Rows deleted in one transaction, so that each is short.</summary>
    private const int DeletedAtOnce = 5_000;

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400)];

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnectionStringBuilder _connection;
    private readonly TimeProvider _time;

    /// <param name="options">Checked.</param>
    /// <param name="time">For pauses.</param>
    public PostgresDatabase(PostgresOptions options, TimeProvider time)
    {
        _connection = options.Connection();
        _source = NpgsqlDataSource.Create(_connection);
        _time = time;
    }

    /// <summary>For messages.</summary>
    private string Name => $"PostgreSQL at {_connection.Host}:{_connection.Port}";

    /// <summary>Runs work that is safe to repeat, each of its calls a transaction.</summary>
    /// <exception cref="StorageUnavailableException">The store did not do it, or its answer was lost.</exception>
    public async Task<T> RunAsync<T>(Func<PostgresSession, Task<T>> work)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync();
                return await work(new PostgresSession(connection));
            }
            catch (NpgsqlException e) when (PostgresFault.Of(e) is { } fault)
            {
                if (!fault.IsBrief || attempt == Pauses.Length)
                {
                    throw Unavailable(fault, e);
                }

                if (e is not PostgresException)
                {
                    _source.Clear();   // the other idle connections lead to the same server, and are as dead
                }

                await Task.Delay(Pauses[attempt], _time);
            }
            catch (ObjectDisposedException e)
            {
                throw new StorageUnavailableException($"{Name} is closed: the service has stopped", e);
            }
        }
    }

    /// <summary>Deletes rows that are older, some at a time. What somebody else is at is left to them.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="StorageUnavailableException">The store did not do it to the end.</exception>
    public async Task<int> DeleteAsync(string table, string column, DateTimeOffset before)
    {
        var sql =
            $"""
            DELETE FROM {table} WHERE ctid = ANY (ARRAY(
              SELECT ctid FROM {table} WHERE {column} < @before LIMIT {DeletedAtOnce} FOR UPDATE SKIP LOCKED))
            """;
        for (var all = 0; ;)
        {
            var deleted = await RunAsync(session => session.ExecuteAsync(PostgresSql.Statement(sql, PostgresSql.Value("before", before))));
            all += deleted;
            if (deleted < DeletedAtOnce)
            {
                return all;
            }
        }
    }

    /// <summary>Tries once to bring the tables up to date.</summary>
    /// <param name="schema">Ours.</param>
    /// <param name="mayBegin">Whether tables may be made where there are none.</param>
    /// <exception cref="InfrastructureException">It refuses us, or holds something else.</exception>
    /// <exception cref="StorageUnavailableException">It may answer later.</exception>
    public async Task PrepareAsync(PostgresSchema schema, bool mayBegin)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync();
            await schema.ApplyAsync(connection, mayBegin);
        }
        catch (NpgsqlException e) when (PostgresFault.Of(e) is { } fault)
        {
            throw fault.Heals ? Unavailable(fault, e) : new InfrastructureException(new Problem(Setting, $"{Name}: {fault.Reason}", FixOf(e)), e);
        }
    }

    /// <summary>A connection of its own that is in no pool: what hangs on its session, such as a lock, lasts as long as it does.</summary>
    /// <exception cref="StorageUnavailableException">There is none to be had.</exception>
    public async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connection.ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (NpgsqlException e) when (PostgresFault.Of(e) is { } fault)
        {
            await connection.DisposeAsync();
            throw Unavailable(fault, e);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private StorageUnavailableException Unavailable(PostgresFault fault, Exception e) => new($"{Name}: {fault.Reason}", e);

    private static string FixOf(NpgsqlException e) => (e as PostgresException)?.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or null => "Correct Password and SSL Mode",
        PostgresErrorCodes.InvalidAuthorizationSpecification => "Correct Username, or let the server's pg_hba.conf accept it from this address",
        PostgresErrorCodes.InvalidCatalogName => "Correct Database, or make it: CREATE DATABASE ... OWNER ...",
        PostgresErrorCodes.InsufficientPrivilege => "Let the role own the database, or grant it CREATE on the schema and the rights to its tables",
        _ => "Name a database that the service may fill",
    };
}
