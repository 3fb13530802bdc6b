using System.Buffers;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using TnsTriage;

namespace TnsEval.EvalSets;

/// <summary>
/// The texts of a set that is too large for memory: a file without a name of its own on most systems, gone with the process. The set's own files would be changed
/// under a run by whoever edits them.
/// </summary>
internal sealed class TextSpool
{
    private readonly SafeFileHandle _file;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private long _length;

    public TextSpool()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);   // it lives on until it is closed, and goes with a killed process too
        }
    }

    /// <summary>Moves the text of a case here. Not for several threads.</summary>
    public EvalCase Keep(EvalCase @case)
    {
        using var writer = new Utf8JsonWriter(_buffer);
        var json = EvalSetHash.CanonicalJson(@case, writer, _buffer);
        RandomAccess.Write(_file, json, _length);
        var text = new SpooledText(_file, _length, json.Length);
        _length += json.Length;
        return @case with { Ticket = null!, Why = null!, Spooled = text };
    }
}

/// <summary>Where a case's text is. Safe to read from many threads.</summary>
internal sealed class SpooledText(SafeFileHandle file, long offset, int length)
{
    public (Ticket Ticket, string Why) Read()
    {
        using var document = JsonDocument.Parse(CanonicalJson());
        var line = document.RootElement;
        var ticket = new Ticket
        {
            Subject = line.GetProperty("subject").GetString()!,
            Body = line.GetProperty("body").GetString()!,
            Language = line.GetProperty("language").GetString()!,
            Thread = [.. line.GetProperty("thread").EnumerateArray().Select(Message)],
        };
        return (ticket, line.GetProperty("why").GetString()!);
    }

    /// <summary>See <see cref="EvalSetHash"/>.</summary>
    public byte[] CanonicalJson()
    {
        var json = new byte[length];
        var read = RandomAccess.Read(file, json, offset);
        return read == length ? json : throw new IOException("a temporary file with the eval set's texts was cut short");
    }

    private static ThreadMessage Message(JsonElement message) =>
        new(WireName<ThreadAuthor>.TryParse(message.GetProperty("from").GetString(), out var from) ? from : default, message.GetProperty("body").GetString()!);
}
