using System.Text;
using TnsTriage;

namespace TnsEval.EvalSets.Import;

/// <summary>Finds out how the text of a file is encoded. Reads the whole file once; memory is that of a buffer.</summary>
internal static class SourceText
{
    private const int BufferSize = 64 * 1024;

    /// <summary>One byte in this many may be NUL: a stray one in some ticket is no reason to refuse the file, every second one is UTF-16.</summary>
    private const int MaxNulShare = 16;

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>What a file is encoded in: what its mark says, else UTF-8 if it is valid, else Windows-1252, which gets a note.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="notes">Takes what the user should know.</param>
    /// <param name="problems">Takes what makes it unreadable.</param>
    public static Encoding? Detect(string path, string name, List<Problem> notes, List<Problem> problems)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);
            var start = new byte[4096];
            var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (start.AsSpan().StartsWith((byte[])[0xFF, 0xFE]) || start.AsSpan().StartsWith((byte[])[0xFE, 0xFF]))
            {
                return start[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
            }

            if (start.AsSpan().StartsWith("PK\u0003\u0004"u8))
            {
                problems.Add(new Problem(name, "is a ZIP archive, as Excel workbooks are", "Save the sheet as \"CSV UTF-8\", or unpack the archive, and import that"));
                return null;
            }

            if (start.AsSpan(0, length).Count((byte)0) > length / MaxNulShare)
            {
                problems.Add(new Problem(name, "is no text: it is full of NUL bytes", "Export it as CSV or JSONL in UTF-8; UTF-16 needs its byte-order mark"));
                return null;
            }

            stream.Position = 0;
            if (IsUtf8(stream))
            {
                return Utf8;
            }

            notes.Add(new Problem(name, "is not UTF-8 and was read as Windows-1252", "Save it as UTF-8 if accented letters came out wrong"));
            return CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Problem(name, $"the file cannot be read ({e.GetType().Name})", "Correct the path, or check that the file may be read and is not in use"));
            return null;
        }
    }

    /// <summary>The file as UTF-8 bytes; a mark at its start may remain.</summary>
    public static Stream OpenAsUtf8(string path, Encoding encoding)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);
        return encoding is UTF8Encoding ? stream : Encoding.CreateTranscodingStream(stream, encoding, Utf8);
    }

    private static bool IsUtf8(Stream stream)
    {
        var decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetDecoder();
        var bytes = new byte[BufferSize];
        var characters = new char[BufferSize + 1];
        try
        {
            int read;
            do
            {
                read = stream.Read(bytes);
                decoder.GetChars(bytes.AsSpan(0, read), characters, flush: read == 0);
            }
            while (read > 0);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
