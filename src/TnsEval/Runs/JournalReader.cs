using System.Text.Json;
using TnsEval.EvalSets;

namespace TnsEval.Runs;

/// <summary>Reads journals back and mends what a crash left.</summary>
public static class JournalReader
{
    /// <summary>Reads the records of a journal, one at a time. A last line without its line end was torn by a crash and is left out.</summary>
    /// <exception cref="RunFolderException">A line in the middle is not a record, or a case stands there twice.</exception>
    public static IEnumerable<CaseRecord> Read(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
        var end = WholeLines(stream);
        stream.Position = 0;
        var seen = new HashSet<RecordKey>();
        long read = 0;
        foreach (var (number, line) in JsonLines.Read(stream))
        {
            if ((read += line.Length + 1) > end)
            {
                yield break;
            }

            var record = Parse(line.Span, $"{path}:{number}");
            yield return seen.Add(record.Key)
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
        var end = WholeLines(stream);
        var isTorn = end < stream.Length;
        stream.SetLength(end);
        return isTorn;
    }

    /// <summary>Length of the file up to and with its last line end.</summary>
    private static long WholeLines(Stream stream)
    {
        Span<byte> block = stackalloc byte[4096];
        for (var end = stream.Length; end > 0;)
        {
            var start = Math.Max(0, end - block.Length);
            stream.Position = start;
            var tail = block[..(int)(end - start)];
            stream.ReadExactly(tail);
            if (tail.LastIndexOf((byte)'\n') is var lineEnd and >= 0)
            {
                return start + lineEnd + 1;
            }

            end = start;
        }

        return 0;
    }

    private static CaseRecord Parse(ReadOnlySpan<byte> line, string where)
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
}
