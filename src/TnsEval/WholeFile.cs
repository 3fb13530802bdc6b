namespace TnsEval;

/// <summary>Writes a file that is there whole or not at all: under another name first, then renamed.</summary>
public static class WholeFile
{
    /// <summary>Writes text as UTF-8, in place of what was there; missing folders are made.</summary>
    /// <exception cref="IOException">It cannot be written; what was there is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, string text)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.tmp");
        try
        {
            File.WriteAllText(temporary, text);
            File.Move(temporary, path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(temporary);   // a full disk leaves half a file
            throw;
        }
    }
}
