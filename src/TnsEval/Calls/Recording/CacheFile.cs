using System.Globalization;
using Microsoft.Data.Sqlite;
using TnsTriage;

namespace TnsEval.Calls.Recording;

/// <summary>The cache's file: made, recognised and connected to.</summary>
internal static class CacheFile
{
    public const int CurrentFormatVersion = 1;

    /// <summary>"TnsE" in SQLite's header field for such marks, so that a database of another program is never written to.</summary>
    private const long ApplicationId = 0x546E7345;

    /// <summary>How long one process waits for the others' writes, which take milliseconds.</summary>
    private const int BusyTimeoutMs = 60_000;

    /// <summary>Makes the file where there is none and it may be written; else says why the one that is there cannot be used.</summary>
    /// <exception cref="SqliteException">It is no database, or damaged.</exception>
    public static Problem? Prepare(string path, CacheMode mode)
    {
        if (mode == CacheMode.ReplayOnly && !File.Exists(path))
        {
            return new Problem(path, "there is no cache to replay", "Fill one first: tnseval run --cache read-write");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var connection = Connect(path);
        if (Recognise(connection, path, mode) is { } problem)
        {
            return problem;
        }

        if (mode == CacheMode.ReadWrite)
        {
            Execute(connection, "PRAGMA journal_mode = WAL");   // stays with the file: readers and a writer do not block each other
        }

        return null;
    }

    /// <summary>An open connection of one's own, not one of a pool that would keep the file open.</summary>
    public static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {BusyTimeoutMs}"));
            Execute(connection, "PRAGMA synchronous = NORMAL");   // a power cut may lose the last answers, and never more than that
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    public static Problem Unusable(string path, SqliteException exception) => exception.SqliteErrorCode switch
    {
        SqliteNotADatabase => new Problem(path, "is not a cache: no SQLite database", "Name another file under CacheFile in eval.runsettings, or move this one away"),
        SqliteCorrupt => new Problem(path, "the cache is damaged", "Move the file away, and a new one is made, or run with --cache off"),
        _ => new Problem(path, $"the cache cannot be used ({exception.Message.TrimEnd('.')})", "Mend that, or run with --cache off"),
    };

    private const int SqliteCorrupt = 11;

    private const int SqliteNotADatabase = 26;

    /// <summary>Null when the database is a cache of this version, or became one just now.</summary>
    private static Problem? Recognise(SqliteConnection connection, string path, CacheMode mode)
    {
        using var transaction = connection.BeginTransaction(deferred: mode == CacheMode.ReplayOnly);
        var (application, version) = (Number(connection, "PRAGMA application_id"), Number(connection, "PRAGMA user_version"));
        if (application == ApplicationId)
        {
            return version == CurrentFormatVersion
                ? null
                : new Problem(path, $"the cache has format version {version}, and this version uses {CurrentFormatVersion}", "Use the TnsEval version that made it, or name another file under CacheFile in eval.runsettings");
        }

        if (application != 0 || version != 0 || Number(connection, "SELECT count(*) FROM sqlite_schema") > 0)
        {
            return new Problem(path, "is a database of another program", "Name another file under CacheFile in eval.runsettings");
        }

        if (mode == CacheMode.ReplayOnly)
        {
            return new Problem(path, "the cache is empty", "Fill it first: tnseval run --cache read-write");
        }

        Execute(connection, "CREATE TABLE answers (request BLOB NOT NULL, model TEXT NOT NULL, repeat INTEGER NOT NULL, answer BLOB NOT NULL, PRIMARY KEY (request, model, repeat))");
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {CurrentFormatVersion}"));
        transaction.Commit();
        return null;
    }

    private static long Number(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
