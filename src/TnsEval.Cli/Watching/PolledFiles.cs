using System.Globalization;
using TnsEval.Prompts;

namespace TnsEval.Cli.Watching;

/// <summary>
/// Looks at sizes and times of the files ten times a second. Events of the file system would come sooner, but not from network drives and many containers, and they would tell of each step of a
/// save by temporary file and rename; to look at some dozen files costs next to nothing.
/// </summary>
internal sealed class PolledFiles(TimeProvider time) : IFileChanges
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly string[] Endings = [.. PromptFile.Endings, ".jsonl"];

    private IReadOnlyList<string> _paths = [];
    private string _noted = "";

    public void Note(IReadOnlyList<string> paths) => (_paths, _noted) = (paths, Look(paths));

    public async Task NextAsync(CancellationToken cancellationToken)
    {
        for (var last = _noted; ;)
        {
            await Task.Delay(Pause, time, cancellationToken);
            var now = Look(_paths);
            if (now == last && now != _noted)
            {
                return;   // the same at two looks: the save is done
            }

            last = now;
        }
    }

    private static string Look(IReadOnlyList<string> paths) => string.Join('\n', paths.SelectMany(FilesOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(Stamp));

    private static IEnumerable<string> FilesOf(string path) => !Directory.Exists(path)
        ? [path]
        : Directory.EnumerateFiles(path, "*", new EnumerationOptions())   // leaves out hidden files, such as an editor's own
            .Where(file => Endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));

    private static string Stamp(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{path} {file.Length} {file.LastWriteTimeUtc.Ticks}") : path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;   // gone between two looks
        }
    }
}
