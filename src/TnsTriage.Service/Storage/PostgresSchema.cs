using Npgsql;

namespace TnsTriage.Service.Storage;

/// <summary>What the tables of ours are in a schema of a PostgreSQL database, and how older ones become the present ones.</summary>
/// <param name="Migrations">
/// Statements that lead from version n, from 0 on, to the next. Those that were released never change, and a program one version older
/// must be able to work on: replicas are replaced one after the other.
/// </param>
internal sealed record PostgresSchema(IReadOnlyList<string> Migrations)
{
    private const string Where = PostgresDatabase.Setting;

    /// <summary>Brings the connection's schema up to date, in one transaction; one starter at a time.</summary>
    /// <param name="connection">Open, and in no transaction.</param>
    /// <param name="mayBegin">Whether tables may be made where there are none.</param>
    /// <exception cref="InfrastructureException">The tables are newer than this program, or there are others in their place.</exception>
    public async Task ApplyAsync(NpgsqlConnection connection, bool mayBegin)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0");
        await RunAsync("SELECT pg_advisory_xact_lock(hashtextextended('TnsTriage schema', 0))");
        if (await AskAsync("SELECT current_schema()") is not string schema)
        {
            throw new InfrastructureException(new Problem(Where, "its Search Path names no schema that exists", "Make the schema: CREATE SCHEMA ... AUTHORIZATION ..."));
        }

        var version = await VersionAsync();
        if (version == 0 && await AskAsync(IsTaken) is true)
        {
            throw new InfrastructureException(new Problem(
                Where, $"schema {schema} of the database holds tables that are not this program's", "Name an empty database, or another schema by Search Path"));
        }

        if (version == 0 && !mayBegin)
        {
            throw new InfrastructureException(new Problem(Where, $"schema {schema} of the database holds no ledger", "Name the database that the service uses"));
        }

        if (version > Migrations.Count)
        {
            throw new InfrastructureException(new Problem(
                Where,
                $"the ledger has schema version {version}, and this program knows versions up to {Migrations.Count}",
                "Run the newer program that wrote it, or name another database"));
        }

        foreach (var migration in Migrations.Skip(version))
        {
            await RunAsync(migration);
        }

        if (version < Migrations.Count)
        {
            await RunAsync(
                $"""
                CREATE TABLE IF NOT EXISTS tnstriage_schema (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), version integer NOT NULL);
                INSERT INTO tnstriage_schema (version) VALUES ({Migrations.Count}) ON CONFLICT (only_row) DO UPDATE SET version = excluded.version
                """);
        }

        await transaction.CommitAsync();

        async Task<int> VersionAsync() => await AskAsync("SELECT to_regclass(quote_ident(current_schema()) || '.tnstriage_schema') IS NOT NULL") is true
            ? (int)(await AskAsync("SELECT version FROM tnstriage_schema") ?? 0)
            : 0;

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }

        async Task<object?> AskAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            return await command.ExecuteScalarAsync() is { } value and not DBNull ? value : null;
        }
    }

    /// <summary>Whether anything is there that holds data. Views that extensions bring, such as those of pg_stat_statements, do not count.</summary>
    private const string IsTaken =
        """
        SELECT EXISTS (
          SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
            AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'))
        """;
}
