using System.Text.Json;
using Microsoft.Data.Sqlite;
using TnsEval.Abstractions;
using TnsEval.Plugins;
using TnsTriage;

namespace TnsEval.Calls.Recording;

/// <summary>
/// Answers of earlier runs, in one SQLite file that any number of processes may use at once. Reading is a look-up of tens of microseconds; writing
/// happens behind the run's back, in batches. Safe to use from many threads.
/// </summary>
internal sealed class AnswerCache : IDisposable
{
    private readonly string _path;
    private readonly CacheReader[] _readers;
    private readonly CacheWriter? _writer;

    private AnswerCache(string path, CacheReader[] readers, CacheWriter? writer) => (_path, _readers, _writer) = (path, readers, writer);

    /// <summary>Why answers could not be kept, in the database's words; null while they could.</summary>
    public string? WriteFailure => _writer?.Failure;

    /// <summary>Opens the cache; null when it cannot be used, and why is among the problems. No file is ever replaced or repaired.</summary>
    public static AnswerCache? Open(string path, CacheMode mode, ICollection<Problem> problems)
    {
        try
        {
            if (CacheFile.Prepare(path, mode) is { } problem)
            {
                problems.Add(problem);
                return null;
            }

            // More readers than processors would wait for each other's turn anyway.
            var readers = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new CacheReader(CacheFile.Connect(path))).ToArray();
            return new AnswerCache(path, readers, mode == CacheMode.ReadWrite ? new CacheWriter(CacheFile.Connect(path)) : null);
        }
        catch (SqliteException e)
        {
            problems.Add(CacheFile.Unusable(path, e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Problem(path, $"the cache cannot be opened ({e.GetType().Name})", "Check that it may be read and written, or run with --cache off"));
        }

        return null;
    }

    /// <summary>The answer to a request, or null.</summary>
    /// <exception cref="ProviderFaultException">The file cannot be read any more; the run stops.</exception>
    public RecordedAnswer? Find(CacheKey key)
    {
        try
        {
            var reader = _readers[Environment.CurrentManagedThreadId % _readers.Length];
            return reader.Find(key) is { } json ? JsonSerializer.Deserialize(json, RecordingJson.Lines.RecordedAnswer) : null;
        }
        catch (SqliteException e)
        {
            throw new ProviderFaultException(new ProviderFault(ProviderFaultKind.Settings, CacheFile.Unusable(_path, e).ToString()));
        }
        catch (JsonException)
        {
            var problem = new Problem(_path, "the cache holds something that is no answer", "Move the file away, or run with --cache off");
            throw new ProviderFaultException(new ProviderFault(ProviderFaultKind.Settings, problem.ToString()));
        }
    }

    /// <summary>Keeps an answer; the one that is already there stays. Waits only when thousands of answers have yet to be written.</summary>
    public ValueTask StoreAsync(CacheKey key, RecordedAnswer answer) =>
        _writer is null ? ValueTask.CompletedTask : _writer.AddAsync(key, JsonSerializer.SerializeToUtf8Bytes(answer, RecordingJson.Lines.RecordedAnswer));

    /// <summary>Waits until everything given so far is written, or could not be: see <see cref="WriteFailure"/>.</summary>
    public Task FlushAsync() => _writer?.FlushAsync() ?? Task.CompletedTask;

    /// <summary>Writes what is left.</summary>
    public void Dispose()
    {
        _writer?.Dispose();
        foreach (var reader in _readers)
        {
            reader.Dispose();
        }
    }
}
