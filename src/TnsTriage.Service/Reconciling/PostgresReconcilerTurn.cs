using Npgsql;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Reconciling;

/// <summary>
/// The turn is whose connection has a lock in the shared database. The lock ends with the connection, and with it the turn: the next process
/// that asks has it. A walk that is under way then ends beside the new one, which is harmless: what both find is stored once.
/// </summary>
internal sealed partial class PostgresReconcilerTurn(PostgresDatabase database, ILogger<PostgresReconcilerTurn> logger) : IReconcilerTurn, IAsyncDisposable
{
    private const string TryLock = "SELECT pg_try_advisory_lock(hashtextextended('TnsTriage reconciler ' || current_schema(), 0))";

    private NpgsqlConnection? _turn;

    public async Task<bool> IsOursAsync(CancellationToken cancellationToken)
    {
        if (_turn is { } turn && !await AnswersAsync(turn, cancellationToken))
        {
            _turn = null;
            await turn.DisposeAsync();
            LogLost(logger);
        }

        if (_turn is not null)
        {
            return true;
        }

        var connection = await database.ConnectAsync(cancellationToken);
        try
        {
            if (await AskAsync(connection, TryLock, cancellationToken))
            {
                (_turn, connection) = (connection, null);
                LogOurs(logger);
            }
        }
        catch (NpgsqlException e)
        {
            throw new StorageUnavailableException("the reconciler's turn cannot be told: the connection was lost", e);
        }
        finally
        {
            await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        return _turn is not null;
    }

    public ValueTask DisposeAsync() => _turn?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<bool> AnswersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(connection, "SELECT true", cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException && !cancellationToken.IsCancellationRequested)
        {
            return false;   // Npgsql throws InvalidOperationException on a connection that it knows is closed
        }
    }

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    [LoggerMessage(1, LogLevel.Information, "This process searches Front's list of events from now on")]
    private static partial void LogOurs(ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "The connection that gave this process the search of Front's list of events was lost")]
    private static partial void LogLost(ILogger logger);
}
