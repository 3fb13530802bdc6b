using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace TnsEval.Calls.Recording;

/// <summary>
/// Writes answers as they come, as many as are waiting in one transaction: with many runs on one file each holds the write lock for a moment, and never while a
/// model is asked. A failure ends the writing and not the run, whose results are in its journal.
/// </summary>
internal sealed class CacheWriter : IDisposable
{
    private const int MostWaiting = 4096;
    private const int MostInOneTransaction = 500;

    private readonly Channel<Entry> _waiting =
        Channel.CreateBounded<Entry>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private readonly SqliteConnection _connection;
    private readonly Task _writing;

    public CacheWriter(SqliteConnection connection)
    {
        _connection = connection;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Why writing ended early; null while it goes on.</summary>
    public string? Failure { get; private set; }

    public ValueTask AddAsync(CacheKey key, byte[] answer) => _waiting.Writer.WriteAsync(new Entry(key, answer, Written: null));

    /// <summary>Waits for all that was added before.</summary>
    public async Task FlushAsync()
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _waiting.Writer.WriteAsync(new Entry(default, [], written));
        await written.Task;
    }

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _writing.GetAwaiter().GetResult();
        _connection.Dispose();
    }

    private async Task WriteAsync()
    {
        using var insert = _connection.CreateCommand();
        insert.CommandText = "INSERT INTO answers (request, model, repeat, answer) VALUES ($request, $model, $repeat, $answer) ON CONFLICT DO NOTHING";
        foreach (var name in new[] { "$request", "$model", "$repeat", "$answer" })
        {
            insert.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        while (await _waiting.Reader.WaitToReadAsync())
        {
            var batch = new List<Entry>();
            while (batch.Count < MostInOneTransaction && _waiting.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
            }

            try
            {
                if (Failure is null)
                {
                    Write(batch, insert);
                }
            }
            catch (SqliteException e)
            {
                Failure = e.Message;
            }

            foreach (var entry in batch)
            {
                entry.Written?.SetResult();
            }
        }
    }

    private void Write(List<Entry> batch, SqliteCommand insert)
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        insert.Transaction = transaction;
        foreach (var (key, answer, _) in batch.Where(entry => entry.Written is null))
        {
            insert.Parameters[0].Value = Convert.FromHexString(key.Request);
            insert.Parameters[1].Value = key.Model;
            insert.Parameters[2].Value = key.Repeat;
            insert.Parameters[3].Value = answer;
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <param name="Key">Which request.</param>
    /// <param name="Answer">Its answer as JSON.</param>
    /// <param name="Written">Not null for a mark that holds no answer: completed once all before it is done with.</param>
    private sealed record Entry(CacheKey Key, byte[] Answer, TaskCompletionSource? Written);
}
