namespace TnsEval.Batches;

/// <summary>Files of one batch while they are written: they get their names when all are whole.</summary>
internal sealed class BatchFiles(string path, BatchLimits limits) : IDisposable
{
    private readonly List<(string Temporary, string Final)> _files = [];
    private FileStream? _current;
    private int _requests;

    public void Add(ReadOnlyMemory<byte> line)
    {
        if (_current is null || _requests == limits.Requests || _current.Length + line.Length > limits.Bytes)
        {
            _current?.Dispose();
            var final = _files.Count == 0 ? path : Path.Combine(
                Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}-{_files.Count + 1}{Path.GetExtension(path)}");
            _files.Add(($"{final}.tmp", final));
            _current = File.Create(_files[^1].Temporary);
            _requests = 0;
        }

        _current.Write(line.Span);
        _requests++;
    }

    /// <summary>Gives the files their names.</summary>
    /// <exception cref="IOException">One is there already.</exception>
    public IReadOnlyList<string> Complete()
    {
        _current?.Dispose();
        foreach (var (temporary, final) in _files)
        {
            File.Move(temporary, final);
        }

        return [.. _files.Select(file => file.Final)];
    }

    /// <summary>Removes what was not completed.</summary>
    public void Dispose()
    {
        _current?.Dispose();
        foreach (var (temporary, _) in _files)
        {
            File.Delete(temporary);
        }
    }
}
