namespace TnsEval.Reports;

/// <summary>Writes reports: whole or not at all. A report that is there is replaced, it can be made again from its run.</summary>
public static class ReportFile
{
    /// <summary>Writes the file, folders included.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = new PendingFile(path);
        file.Write(content);
        file.Finish();
        file.Keep(overwrite: true);
    }
}
