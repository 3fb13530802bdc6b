using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TnsTriage.Service.Storage;

/// <summary>One connection and the statements prepared on it. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    public SqliteSession(string path, string pragmas)
    {
        // Not pooled: the owner keeps it, and a file is closed when the owner is.
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            _connection.Open();
            ExecuteScript(pragmas);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Prepare(sql, parameters).ExecuteNonQuery();

    /// <summary>Runs statements once, not kept prepared.</summary>
    public void ExecuteScript(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The one number that a query gives; 0 when it gives no row.</summary>
    public long Number(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Convert.ToInt64(Prepare(sql, parameters).ExecuteScalar() ?? 0L, CultureInfo.InvariantCulture);

    /// <summary>All rows.</summary>
    public IReadOnlyList<T> Rows<T>(string sql, Func<SqliteRow, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var reader = Prepare(sql, parameters).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(new SqliteRow(reader)));
        }

        return rows;
    }

    /// <summary>The first row; null when there is none.</summary>
    public T? Row<T>(string sql, Func<SqliteRow, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters) where T : class
    {
        using var reader = Prepare(sql, parameters).ExecuteReader();
        return reader.Read() ? read(new SqliteRow(reader)) : null;
    }

    /// <summary>Ends a transaction that failed; SQLite may have ended it already.</summary>
    public void RollBack()
    {
        try
        {
            ExecuteScript("ROLLBACK");
        }
        catch (SqliteException)
        {
            return;   // no transaction is active: that is what was wanted
        }
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            _prepared.Add(sql, command);
        }

        command.Parameters.Clear();
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value switch
            {
                null => DBNull.Value,
                DateTimeOffset time => time.ToUnixTimeMilliseconds(),
                _ => value,
            });
        }

        return command;
    }
}

/// <summary>The row that a reader stands on. Times are milliseconds since 1970.</summary>
internal readonly struct SqliteRow(SqliteDataReader reader)
{
    public string Text(string column) => reader.GetString(reader.GetOrdinal(column));

    public string? OptionalText(string column) => IsNull(column) ? null : Text(column);

    public long Number(string column) => reader.GetInt64(reader.GetOrdinal(column));

    public long? OptionalNumber(string column) => IsNull(column) ? null : Number(column);

    public DateTimeOffset Time(string column) => DateTimeOffset.FromUnixTimeMilliseconds(Number(column));

    public DateTimeOffset? OptionalTime(string column) => IsNull(column) ? null : Time(column);

    private bool IsNull(string column) => reader.IsDBNull(reader.GetOrdinal(column));
}
