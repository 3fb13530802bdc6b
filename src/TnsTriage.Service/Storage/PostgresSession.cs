using Npgsql;

namespace TnsTriage.Service.Storage;

/// <summary>
/// One connection. Statements that are given together travel together and are one transaction: all or none. Each sees what was committed
/// when it began, so one that waited for a lock is followed by one that sees what the lock's holder did.
/// </summary>
internal readonly struct PostgresSession(NpgsqlConnection connection)
{
    /// <summary>Runs statements.</summary>
    /// <returns>How many rows the last one changed.</returns>
    public async Task<int> ExecuteAsync(params NpgsqlBatchCommand[] statements)
    {
        await using var batch = Batch(statements);
        await batch.ExecuteNonQueryAsync();
        return statements[^1].RecordsAffected;
    }

    /// <summary>Runs statements.</summary>
    /// <returns>All rows of the last one.</returns>
    public async Task<IReadOnlyList<T>> RowsAsync<T>(Func<PostgresRow, T> read, params NpgsqlBatchCommand[] statements)
    {
        await using var batch = Batch(statements);
        await using var reader = await batch.ExecuteReaderAsync();
        for (var statement = 1; statement < statements.Length; statement++)
        {
            await reader.NextResultAsync();
        }

        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(new PostgresRow(reader)));
        }

        while (await reader.NextResultAsync())
        {
            // What fails when the transaction is committed is told here.
        }

        return rows;
    }

    private NpgsqlBatch Batch(NpgsqlBatchCommand[] statements)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement);
        }

        return batch;
    }
}

/// <summary>The row that a reader stands on.</summary>
/// <param name="reader">The reader.</param>
/// <param name="prefix">Before the names of columns, where a row has several of a kind.</param>
internal readonly struct PostgresRow(NpgsqlDataReader reader, string prefix = "")
{
    public PostgresRow With(string columnPrefix) => new(reader, columnPrefix);

    public string Text(string column) => reader.GetString(Ordinal(column));

    public string? OptionalText(string column) => IsNull(column) ? null : Text(column);

    public long Number(string column) => reader.GetInt64(Ordinal(column));

    public long? OptionalNumber(string column) => IsNull(column) ? null : Number(column);

    public bool Flag(string column) => reader.GetBoolean(Ordinal(column));

    public DateTimeOffset Time(string column) => reader.GetFieldValue<DateTimeOffset>(Ordinal(column));

    public DateTimeOffset? OptionalTime(string column) => IsNull(column) ? null : Time(column);

    public bool IsNull(string column) => reader.IsDBNull(Ordinal(column));

    private int Ordinal(string column) => reader.GetOrdinal(prefix + column);
}
