namespace TnsEval.EvalSets;

/// <summary>The lines of a JSONL file as bytes, one at a time: memory is that of the longest line, not of the file.</summary>
internal static class JsonLines
{
    private const int FirstBufferSize = 64 * 1024;

    /// <summary>Numbered from 1, without line feeds and byte-order mark; blank lines included.</summary>
    /// <returns>Lines whose memory is used again: read one before asking for the next.</returns>
    public static IEnumerable<(int Number, ReadOnlyMemory<byte> Utf8)> Read(Stream stream)
    {
        var buffer = new byte[FirstBufferSize];
        int lineStart = 0, filled = 0, number = 0, read;
        do
        {
            if (filled == buffer.Length)
            {
                filled -= lineStart;
                var target = lineStart > 0 ? buffer : new byte[2 * buffer.Length];
                buffer.AsSpan(lineStart, filled).CopyTo(target);
                (buffer, lineStart) = (target, 0);
            }

            read = stream.Read(buffer, filled, buffer.Length - filled);
            var searched = filled;
            filled += read;
            while (Array.IndexOf(buffer, (byte)'\n', searched, filled - searched) is var lineEnd and >= 0)
            {
                yield return (++number, WithoutMark(number, buffer.AsMemory(lineStart, lineEnd - lineStart)));
                lineStart = searched = lineEnd + 1;
            }
        }
        while (read > 0);

        if (lineStart < filled)
        {
            yield return (++number, WithoutMark(number, buffer.AsMemory(lineStart, filled - lineStart)));
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(int number, ReadOnlyMemory<byte> line) =>
        number == 1 && line.Span.StartsWith("\uFEFF"u8) ? line["\uFEFF"u8.Length..] : line;
}
