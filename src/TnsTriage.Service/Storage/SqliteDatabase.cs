using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace TnsTriage.Service.Storage;

/// <summary>
/// A SQLite file in WAL mode whose every commit reaches the disk. Writes that wait are committed together, so that one flush serves many;
/// each is acknowledged after the commit that holds it. Reads run beside them. Safe to use from many threads.
/// </summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    private const int LongestGroup = 256;
    private const int MostWaiting = 10_000;
    private const int Constraint = 19;   // SQLITE_CONSTRAINT: the one error that is a single write's own

    private const string Pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON";

    private readonly string _path;
    private readonly SqliteSession _writer;
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly Channel<Write> _waiting = Channel.CreateBounded<Write>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task _writing;

    private SqliteDatabase(string path, SqliteSession writer)
    {
        _path = path;
        _writer = writer;
        _writing = Task.Run(WriteGroupsAsync);
    }

    /// <summary>Opens a file, makes it when there is none, and brings it up to date.</summary>
    /// <exception cref="StorageVersionException">The file is newer than this program, or of another kind.</exception>
    /// <exception cref="StorageUnavailableException">It cannot be opened.</exception>
    public static SqliteDatabase Open(string path, SqliteSchema schema)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var writer = new SqliteSession(path, Pragmas);
            try
            {
                schema.Apply(writer, path);
                return new SqliteDatabase(path, writer);
            }
            catch
            {
                writer.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"{path} cannot be opened: {Reason(e)}", e);
        }
    }

    /// <summary>Runs a write in a transaction with others, and ends when it is on disk.</summary>
    /// <remarks>Not cancelled: once it is in a group nobody can tell whether it was committed, and it takes milliseconds.</remarks>
    /// <exception cref="StorageUnavailableException">It was not stored.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> work)
    {
        var write = new Write<T>(work);
        return _waiting.Writer.TryWrite(write)
            ? await write.Committed
            : throw new StorageUnavailableException($"{Path.GetFileName(_path)} is closed, or {MostWaiting} writes wait for it");
    }

    /// <summary>Reads what was committed.</summary>
    /// <exception cref="StorageUnavailableException">It cannot be read.</exception>
    public T Read<T>(Func<SqliteSession, T> work)
    {
        try
        {
            var session = _readers.TryTake(out var idle) ? idle : new SqliteSession(_path, "PRAGMA query_only = ON");
            try
            {
                return work(session);
            }
            finally
            {
                _readers.Add(session);
            }
        }
        catch (SqliteException e)
        {
            throw Unavailable(e);
        }
    }

    /// <summary>Ends what waits, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_waiting.Writer.TryComplete())
        {
            return;
        }

        await _writing;
        _writer.Dispose();
        foreach (var reader in _readers)
        {
            reader.Dispose();
        }
    }

    private async Task WriteGroupsAsync()
    {
        var group = new List<Write>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (group.Count < LongestGroup && _waiting.Reader.TryRead(out var write))
            {
                group.Add(write);
            }

            Commit(group);
            group.Clear();
        }
    }

    private void Commit(List<Write> group)
    {
        try
        {
            _writer.Execute("BEGIN IMMEDIATE");
            foreach (var write in group)
            {
                // What goes wrong in one write, such as a constraint, must not take the others with it.
                _writer.Execute("SAVEPOINT one_write");
                if (!write.TryRun(_writer))
                {
                    _writer.Execute("ROLLBACK TO one_write");
                }

                _writer.Execute("RELEASE one_write");
            }

            _writer.Execute("COMMIT");
        }
        catch (SqliteException e)
        {
            _writer.RollBack();
            foreach (var write in group)
            {
                write.Fail(Unavailable(e));
            }

            return;
        }

        foreach (var write in group)
        {
            write.Acknowledge();
        }
    }

    private StorageUnavailableException Unavailable(SqliteException e) => new($"{Path.GetFileName(_path)}: {Reason(e)}", e);

    private static string Reason(Exception e) => e is not SqliteException sqlite ? e.Message.TrimEnd('.') : sqlite.SqliteErrorCode switch
    {
        5 or 6 => "another process has it locked",
        8 => "it is read-only",
        10 => "the disk fails",
        11 or 26 => "it is damaged, or no SQLite file",
        13 => "the disk is full",
        14 => "the file or its folder cannot be opened",
        var code => $"SQLite error {code}",
    };

    private abstract class Write
    {
        /// <summary>False when it failed for a reason of its own; what concerns the file is thrown.</summary>
        public abstract bool TryRun(SqliteSession session);

        public abstract void Acknowledge();

        public abstract void Fail(Exception why);
    }

    private sealed class Write<T>(Func<SqliteSession, T> work) : Write
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;
        private Exception? _failure;

        public Task<T> Committed => _done.Task;

        public override bool TryRun(SqliteSession session)
        {
            try
            {
                _result = work(session);
                return true;
            }
            catch (Exception e) when (e is not SqliteException { SqliteErrorCode: not Constraint })
            {
                _failure = e;
                return false;
            }
        }

        public override void Acknowledge()
        {
            if (_failure is null)
            {
                _done.SetResult(_result!);
            }
            else
            {
                _done.SetException(_failure);
            }
        }

        public override void Fail(Exception why) => _done.SetException(_failure ?? why);
    }
}
