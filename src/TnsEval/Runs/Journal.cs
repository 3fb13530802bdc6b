using System.Text;
using System.Text.Json;
using TnsEval.EvalSets;

namespace TnsEval.Runs;

/// <summary>The append-only <c>cases.jsonl</c>. One line a case, handed to the operating system before the case counts as done.</summary>
public sealed class Journal : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stream _stream;
    private readonly JournalText _text;

    internal Journal(Stream stream, JournalText text) => (_stream, _text) = (stream, text);

    /// <summary>Opens a journal for appending; made when it does not exist.</summary>
    public static Journal Open(string path, JournalText text) =>
        new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0), text);

    /// <summary>Appends one record. Safe to call from many threads.</summary>
    /// <exception cref="IOException">The disk is full or gone; a part of the line may have been written, which <see cref="Recover"/> drops.</exception>
    public void Append(CaseRecord record)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(record.Keeping(_text), RunJson.Lines.CaseRecord);
        Array.Resize(ref line, line.Length + 1);
        line[^1] = (byte)'\n';
        lock (_lock)
        {
            _stream.Write(line);
            _stream.Flush();
        }
    }

    /// <summary>Reads the records of a journal, one at a time. A last line without its line end was torn by a crash and is left out.</summary>
    /// <exception cref="RunFolderException">A line in the middle is not a record.</exception>
    public static IEnumerable<CaseRecord> Read(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var reader = new StreamReader(path, Encoding.UTF8);
        var seen = new HashSet<CaseId>();
        var number = 0;
        for (var line = ReadWholeLine(reader); line is not null; line = ReadWholeLine(reader))
        {
            number++;
            var record = Parse(line, $"{path}:{number}");
            yield return seen.Add(record.Id)
                ? record
                : throw new RunFolderException($"{path}:{number}: case {record.Id} stands here a second time. The journal was changed by hand: remove one of its lines.");
        }
    }

    /// <summary>Cuts off a torn last line, so that appending goes on at a line's start.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool Recover(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var end = stream.Length;
        while (end > 0)
        {
            stream.Position = end - 1;
            if (stream.ReadByte() == '\n')
            {
                break;
            }

            end--;
        }

        var isTorn = end < stream.Length;
        stream.SetLength(end);
        return isTorn;
    }

    /// <inheritdoc />
    public void Dispose() => _stream.Dispose();

    private static CaseRecord Parse(string line, string where)
    {
        try
        {
            return JsonSerializer.Deserialize(line, RunJson.Lines.CaseRecord) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new RunFolderException($"{where}: not a case record. The journal was changed by hand or by a disk fault: remove the line and resume the run.");
        }
    }

    /// <summary>Like ReadLine, but null for a last line that has no line end.</summary>
    private static string? ReadWholeLine(StreamReader reader)
    {
        var line = reader.ReadLine();
        if (line is null || !reader.EndOfStream)
        {
            return line;
        }

        reader.BaseStream.Seek(-1, SeekOrigin.End);
        return reader.BaseStream.ReadByte() == '\n' ? line : null;
    }
}

/// <summary>What of ticket and model text a journal keeps.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<JournalText>))]
public enum JournalText
{
    /// <summary>All of it: needed to see why a model erred.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("full")] Full,

    /// <summary>SHA-256 in its place: for tickets of real people.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("hashes")] Hashes,
}
