namespace TnsEval;

/// <summary>A file that is there whole or not at all: written under another name, and renamed when it is kept.</summary>
internal sealed class PendingFile : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly FileStream _stream;

    public PendingFile(string path)
    {
        (_path, _temporary) = (path, Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.tmp"));
        Directory.CreateDirectory(Path.GetDirectoryName(_temporary)!);
        _stream = new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 64 * 1024);
    }

    public void Write(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

    public void WriteLine(ReadOnlySpan<byte> line)
    {
        _stream.Write(line);
        _stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes what is not on the disk yet; no more lines can follow.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Finish()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
    }

    /// <summary>Gives a finished file its name.</summary>
    /// <exception cref="IOException">A file has come to exist and may not be replaced, or is held open.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be replaced.</exception>
    public void Keep(bool overwrite) => File.Move(_temporary, _path, overwrite);

    /// <summary>Removes what was not kept.</summary>
    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        finally
        {
            File.Delete(_temporary);   // no error when it has been renamed
        }
    }
}
