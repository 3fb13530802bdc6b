using TnsTriage;

namespace TnsEval.EvalSets;

/// <summary>Finds the files of an eval set.</summary>
internal static class EvalSetFiles
{
    /// <summary>What <c>sets import</c> could not make a case of is kept beside the set, and is no split of it.</summary>
    public const string RejectedExtension = ".rejected" + Extension;

    /// <summary>Of every eval set file.</summary>
    public const string Extension = ".jsonl";

    /// <summary>
    /// A file stands for itself; a folder for its <c>&lt;split&gt;.jsonl</c>, or for all its <c>.jsonl</c> files in ordinal order when no split is
    /// asked for. A file that is named twice counts once.
    /// </summary>
    /// <returns>Names as <see cref="EvalSet.Name"/> has them, and paths that begin as the caller wrote them.</returns>
    public static (string Name, IReadOnlyList<string> Paths) Find(IReadOnlyList<string> paths, string? split, List<Problem> problems)
    {
        if (paths.Count == 0)
        {
            problems.Add(new Problem("eval set", "none is named", "Name a .jsonl file, or a folder that holds some"));
        }

        var names = new List<string>();
        var files = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            IReadOnlyList<string> found = [];
            if (File.Exists(path))
            {
                found = [path];
                names.Add($"{FolderName(Path.GetDirectoryName(Path.GetFullPath(path))!)}/{Path.GetFileNameWithoutExtension(path)}");
            }
            else if (Directory.Exists(path))
            {
                found = InFolder(path, split, problems);
                names.Add(split is null ? FolderName(path) : $"{FolderName(path)}/{split}");
            }
            else
            {
                problems.Add(new Problem(path, "no such file or folder", "Correct the path; it is taken from the working directory"));
            }

            foreach (var file in found)
            {
                files.TryAdd(Path.GetFullPath(file), file);
            }
        }

        return (string.Join('+', names.Distinct(StringComparer.Ordinal)), [.. files.Values]);
    }

    private static IReadOnlyList<string> InFolder(string folder, string? split, List<Problem> problems)
    {
        // The options leave out hidden files, and take a folder that may not be read for an empty one.
        string[] splits =
        [
            .. Directory.EnumerateFiles(folder, "*" + Extension, new EnumerationOptions())
                .Where(file => !file.EndsWith(RejectedExtension, StringComparison.Ordinal))
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Order(StringComparer.Ordinal)
        ];
        if (splits.Length == 0)
        {
            problems.Add(new Problem(folder, "the folder holds no .jsonl file", "Name the folder that holds dev.jsonl, test.jsonl or the like"));
        }
        else if (split is not null && !splits.Contains(split, StringComparer.Ordinal))
        {
            problems.Add(new Problem(folder, $"there is no split \"{split}\"", $"Use one of {string.Join(", ", splits)}"));
        }

        return [.. splits.Where(name => split is null || name == split).Select(name => Path.Combine(folder, name + Extension))];
    }

    private static string FolderName(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
}
