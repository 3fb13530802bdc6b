using System.Buffers;
using System.Text.Json.Serialization;
using System.Threading.Channels;

namespace TnsEval.Runs;

/// <summary>
/// The append-only <c>cases.jsonl</c>, one line a case. A case counts as done when its line was handed to the operating system, which a killed process
/// cannot take back; <see cref="Durability"/> says what a power cut can.
/// </summary>
/// <remarks>
/// Group commit: callers make their lines in parallel, one writer writes all lines that wait in one piece. After a failed write nothing more is written,
/// for it would go on in the middle of a torn line.
/// </remarks>
public sealed class Journal : IAsyncDisposable
{
    private static readonly TimeSpan SyncInterval = TimeSpan.FromSeconds(1);

    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Stream _stream;
    private readonly JournalText _text;
    private readonly Durability _durability;
    private readonly TimeProvider _time;
    private readonly Task _writing;
    private long? _unsyncedSince;

    internal Journal(Stream stream, JournalText text, Durability durability, TimeProvider time)
    {
        (_stream, _text, _durability, _time) = (stream, text, durability, time);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Opens a journal for appending; made when it does not exist.</summary>
    public static Journal Open(string path, JournalText text, Durability durability, TimeProvider time) =>
        new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0), text, durability, time);

    /// <summary>Appends one record and returns when it is as safe as <see cref="Durability"/> promises. Safe to call from many threads.</summary>
    /// <exception cref="IOException">
    /// The disk is full or gone; a part of the line may have been written, which <see cref="JournalReader.Recover"/> drops.
    /// </exception>
    public Task AppendAsync(CaseRecord record)
    {
        var line = RunJsonWriting.Line(record.Keeping(_text));
        var entry = new Entry(line, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        ObjectDisposedException.ThrowIf(!_entries.Writer.TryWrite(entry), this);
        return entry.Written.Task;
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_entries.Writer.TryComplete())
        {
            await _writing;
            if (_durability != Durability.None)
            {
                TrySync();
            }

            await _stream.DisposeAsync();
        }
    }

    private async Task WriteAsync()
    {
        var group = new List<Entry>();
        var bytes = new ArrayBufferWriter<byte>(64 * 1024);
        Exception? fault = null;
        while (await WaitForEntriesAsync())
        {
            while (_entries.Reader.TryRead(out var entry))
            {
                group.Add(entry);
                bytes.Write(entry.Line.Span);
                bytes.Write("\n"u8);
            }

            fault ??= TryWrite(bytes.WrittenSpan);
            foreach (var entry in group)
            {
                if (fault is null)
                {
                    entry.Written.SetResult();
                }
                else
                {
                    entry.Written.SetException(fault);
                }
            }

            group.Clear();
            bytes.ResetWrittenCount();
        }
    }

    /// <summary>Waits for entries; what was written is sent to the disk meanwhile, when its time has come.</summary>
    private async Task<bool> WaitForEntriesAsync()
    {
        var entries = _entries.Reader.WaitToReadAsync().AsTask();
        if (_durability == Durability.Batch && _unsyncedSince is { } since && !entries.IsCompleted)
        {
            var rest = SyncInterval - _time.GetElapsedTime(since);
            if (rest > TimeSpan.Zero)
            {
                await Task.WhenAny(entries, Task.Delay(rest, _time));
            }

            if (!entries.IsCompleted)
            {
                TrySync();
            }
        }

        return await entries;
    }

    private Exception? TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
            _unsyncedSince ??= _time.GetTimestamp();
            if (_durability == Durability.Case || (_durability == Durability.Batch && _time.GetElapsedTime(_unsyncedSince.Value) >= SyncInterval))
            {
                Sync();
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    private void Sync()
    {
        (_stream as FileStream)?.Flush(flushToDisk: true);
        _unsyncedSince = null;
    }

    /// <summary>Nobody waits for this sync: when it fails, so will the next write.</summary>
    private void TrySync()
    {
        try
        {
            Sync();
        }
        catch (IOException)
        {
            _unsyncedSince = null;
        }
    }

    private sealed record Entry(ReadOnlyMemory<byte> Line, TaskCompletionSource Written);
}

/// <summary>What of ticket and model text a journal keeps.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JournalText>))]
public enum JournalText
{
    /// <summary>All of it: needed to see why a model erred.</summary>
    [JsonStringEnumMemberName("full")] Full,

    /// <summary>SHA-256 in its place: for tickets of real people.</summary>
    [JsonStringEnumMemberName("hashes")] Hashes,
}
