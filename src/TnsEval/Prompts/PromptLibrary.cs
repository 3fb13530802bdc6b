using TnsTriage;

namespace TnsEval.Prompts;

/// <summary>Finds prompt files by what a user names: a file, a folder of versions, or the name of a version in the default folder.</summary>
public static class PromptLibrary
{
    /// <summary>Reads every version named, in ordinal order of file names within a folder.</summary>
    /// <param name="names">Files, folders or version names; none means all of <paramref name="defaultFolder"/>.</param>
    /// <param name="workingDirectory">Where files and folders are looked for.</param>
    /// <param name="defaultFolder">Where version names are looked for.</param>
    /// <param name="problems">Receives every problem of every file.</param>
    public static IReadOnlyList<PromptFile> Load(
        IReadOnlyList<string> names, string workingDirectory, string defaultFolder, ICollection<Problem> problems)
    {
        var paths = (names.Count == 0 ? [defaultFolder] : names)
            .SelectMany(name => Find(name, workingDirectory, defaultFolder, problems))
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        var files = paths.Select(path => PromptFile.Read(path, problems)).OfType<PromptFile>().ToArray();
        CheckNames(files, problems);
        CheckDuplicates(files, problems);
        return files;
    }

    private static IReadOnlyList<string> Find(string name, string workingDirectory, string defaultFolder, ICollection<Problem> problems)
    {
        var path = Path.GetFullPath(name, workingDirectory);
        if (File.Exists(path))
        {
            return [path];
        }

        if (Directory.Exists(path))
        {
            var files = Directory.EnumerateFiles(path)
                .Where(file => PromptFile.Endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal)
                .ToArray();
            if (files.Length == 0)
            {
                problems.Add(new Problem(name, "holds no prompt file", "Add a file such as v1.prompt.yml"));
            }

            return files;
        }

        if (path == defaultFolder)
        {
            problems.Add(new Problem(defaultFolder, "there is no such prompt folder", "Name prompts with --prompt, or the folder under Prompts in eval.runsettings"));
            return [];
        }

        var inDefault = PromptFile.Endings.Select(ending => Path.Combine(defaultFolder, name + ending)).Where(File.Exists).ToArray();
        if (inDefault.Length == 0)
        {
            problems.Add(new Problem(name, $"is neither a file, a folder, nor a version in {defaultFolder}", "Name one that exists: tnseval prompts list"));
        }

        return inDefault;
    }

    /// <summary>A version is asked for by name and looked for by file.</summary>
    private static void CheckNames(IReadOnlyList<PromptFile> files, ICollection<Problem> problems)
    {
        foreach (var file in files)
        {
            var fileName = Path.GetFileName(file.Path);
            if (PromptFile.Endings.All(ending => fileName != file.Version.Name + ending))
            {
                problems.Add(new Problem(file.Path, $"the version in it is named \"{file.Version.Name}\"", $"Rename one: a version v1 stands in v1{PromptFile.Endings[0]}"));
            }
        }
    }

    private static void CheckDuplicates(IReadOnlyList<PromptFile> files, ICollection<Problem> problems)
    {
        foreach (var same in files.GroupBy(file => file.Version.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add(new Problem(
                string.Join(", ", same.Select(file => file.Path)), $"the version name \"{same.Key}\" is used {same.Count()} times", "Give each version a name of its own"));
        }

        foreach (var same in files.GroupBy(file => file.Version.Hash, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add(new Problem(
                string.Join(", ", same.Select(file => file.Path)), "are the same version under different names", "Keep one of them"));
        }
    }
}
