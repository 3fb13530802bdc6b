using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace TnsEval.Runs;

/// <summary>
/// A run's folder: <c>run.json</c> first, <c>cases.jsonl</c> as the run goes, <c>summary.json</c> last. A folder without a summary can be resumed.
/// </summary>
public sealed class RunFolder
{
    /// <summary>How an <see cref="IOException"/> tells that a file is held: ERROR_SHARING_VIOLATION, and EWOULDBLOCK of Linux and macOS.</summary>
    private static readonly FrozenSet<int> SharingViolations = [unchecked((int)0x80070020), 11, 35];

    private RunFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Its name, which is the run's id.</summary>
    public string Id => System.IO.Path.GetFileName(Path);

    /// <summary>The journal's path.</summary>
    public string JournalPath => System.IO.Path.Combine(Path, "cases.jsonl");

    /// <summary>The answers of a run that is being recorded, until they are moved to where the user wants them.</summary>
    internal string RecordingPath => System.IO.Path.Combine(Path, "recording.jsonl");

    /// <summary>Journal lines that count nowhere: see <see cref="EarlyStopping.StopReport.FinishedBeyond"/>.</summary>
    internal string BeyondStopPath => System.IO.Path.Combine(Path, "cases.beyond-stop.jsonl");

    /// <summary>Whether the run came to its end.</summary>
    public bool IsComplete => File.Exists(SummaryPath);

    private string ManifestPath => System.IO.Path.Combine(Path, "run.json");

    private string SummaryPath => System.IO.Path.Combine(Path, "summary.json");

    /// <summary>Makes a new folder and writes its manifest.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static (RunFolder Folder, RunManifest Manifest) Create(string parent, string slug, RunManifest manifest)
    {
        var stamp = manifest.CreatedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        for (var number = 1; ; number++)
        {
            var id = number == 1 ? $"{stamp}-{slug}" : $"{stamp}-{slug}-{number}";
            var folder = new RunFolder(System.IO.Path.Combine(parent, id));
            if (Directory.Exists(folder.Path))
            {
                continue;
            }

            Directory.CreateDirectory(folder.Path);
            var named = manifest with { Id = id };
            try
            {
                folder.WriteManifest(named);
            }
            catch (IOException)
            {
                Directory.Delete(folder.Path, recursive: true);
                throw;
            }

            return (folder, named);
        }
    }

    /// <summary>Finds a run by folder, by name under <paramref name="parent"/>, or the newest by <c>latest</c>; null when there is none.</summary>
    public static RunFolder? Find(string parent, string run)
    {
        var path = run == "latest"
            ? Directory.Exists(parent) ? Directory.EnumerateDirectories(parent).Where(HasManifest).Max(StringComparer.Ordinal) : null
            : new[] { run, System.IO.Path.Combine(parent, run) }.FirstOrDefault(HasManifest);
        return path is null ? null : new RunFolder(System.IO.Path.GetFullPath(System.IO.Path.TrimEndingDirectorySeparator(path)));

        static bool HasManifest(string folder) => File.Exists(System.IO.Path.Combine(folder, "run.json"));
    }

    /// <summary>The newest run of a prompt version that came to its end; null when there is none. Runs are named by their time, so names tell.</summary>
    public static RunFolder? NewestOf(string parent, string prompt) => !Directory.Exists(parent) ? null : Directory.EnumerateDirectories(parent)
        .OrderDescending(StringComparer.Ordinal)
        .Select(path => Find(parent, path))
        .FirstOrDefault(folder => folder is { IsComplete: true } && folder.IsOf(prompt));

    /// <summary>Reads <c>run.json</c>.</summary>
    /// <exception cref="RunFolderException">It is not a manifest this version can read.</exception>
    public RunManifest ReadManifest()
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(File.ReadAllBytes(ManifestPath), RunJson.Indented.RunManifest);
            if (manifest is not { FormatVersion: RunManifest.CurrentFormatVersion })
            {
                throw new RunFolderException($"{ManifestPath}: format version {manifest?.FormatVersion}, this version reads {RunManifest.CurrentFormatVersion}. Use the TnsEval version that wrote it.");
            }

            var problems = manifest.Options.Check().ToArray();
            return problems.Length == 0 ? manifest : throw new RunFolderException($"{ManifestPath}: {string.Join(" ", problems.AsEnumerable())}");
        }
        catch (JsonException e)
        {
            throw new RunFolderException($"{ManifestPath}:{e.LineNumber + 1}: not a run manifest. Restore the file, or run again.");
        }
    }

    /// <summary>Holds the folder for one process until disposed, or null when another process holds it.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public IDisposable? TryLock()
    {
        try
        {
            return new FileStream(
                System.IO.Path.Combine(Path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (SharingViolations.Contains(e.HResult))
        {
            return null;
        }
    }

    /// <summary>Writes <c>run.json</c> again: whole or not at all.</summary>
    public void WriteManifest(RunManifest manifest) => Write(ManifestPath, RunJsonWriting.File(manifest));

    /// <summary>Writes <c>summary.json</c>: whole or not at all.</summary>
    public void WriteSummary(RunSummary summary) => Write(SummaryPath, RunJsonWriting.File(summary));

    private bool IsOf(string prompt)
    {
        try
        {
            return ReadManifest().Prompt.Name == prompt;
        }
        catch (RunFolderException)
        {
            return false;   // another version's run, or a broken one, is nobody's newest
        }
    }

    private void Write(string path, ReadOnlyMemory<byte> json)
    {
        var temporary = System.IO.Path.Combine(Path, $".{System.IO.Path.GetFileName(path)}.tmp");
        try
        {
            using (var stream = File.Create(temporary))
            {
                stream.Write(json.Span);
                stream.WriteByte((byte)'\n');
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(temporary);   // a full disk leaves half a file
            throw;
        }
    }
}

/// <summary>A run folder cannot be used; the message says what, where and how to fix.</summary>
public sealed class RunFolderException(string message) : Exception(message);
