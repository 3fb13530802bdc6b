using System.Text.Json;
using TnsTriage;

namespace TnsEval.Prompts;

/// <summary>
/// The released versions of one prompt folder with the hash each had then, from the folder's <c>released.json</c>. A released version never changes:
/// runs, reports and a service name it, and would tell of another prompt.
/// </summary>
public sealed record ReleasedPrompts
{
    /// <summary>The file's name.</summary>
    public const string FileName = "released.json";

    private const int Format = 1;
    private const int HashLength = 64;
    private const string Rule = "A released version never changes: restore it, or make a new version";

    /// <summary>The format; 1.</summary>
    public int FormatVersion { get; init; } = Format;

    /// <summary>Version name to hash, in the order of release.</summary>
    public required OrderedDictionary<string, string> Released { get; init; }

    /// <summary>Reads a folder's file; nothing is released where there is none. Null when there are problems.</summary>
    public static ReleasedPrompts? Read(string folder, ICollection<Problem> problems)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return new ReleasedPrompts { Released = [] };
        }

        var found = new List<Problem>();
        ReleasedPrompts? released = null;
        try
        {
            released = JsonSerializer.Deserialize(File.ReadAllBytes(path), PromptsJson.Strict.ReleasedPrompts);
            found.AddRange(released?.CheckItself(path) ?? [new Problem(path, "the file is null", "Restore it")]);
        }
        catch (JsonException e)
        {
            found.Add(new Problem(PromptsJson.Place(path, e), PromptsJson.Reason(e), "Restore the file; tnseval prompts release writes it"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            found.Add(new Problem(path, $"cannot be read: {e.Message.TrimEnd('.')}", "Check the path and its permissions"));
        }

        found.ForEach(problems.Add);
        return found.Count > 0 ? null : released;
    }

    /// <summary>Every released version that has changed since, or is not there any more.</summary>
    /// <param name="folder">The folder that the file stands in.</param>
    /// <param name="files">The versions to compare. One of the folder that is not among them is only looked for.</param>
    public IEnumerable<Problem> Check(string folder, IReadOnlyList<PromptFile> files)
    {
        foreach (var (name, hash) in Released)
        {
            if (files.FirstOrDefault(file => file.Version.Name == name && IsIn(folder, file)) is { } file)
            {
                if (file.Version.Hash != hash)
                {
                    yield return new Problem(file.Path, $"version {name} was released with hash {hash[..12]} and now has {file.Version.Hash[..12]}", Rule);
                }
            }
            else if (!PromptFile.Endings.Any(ending => File.Exists(Path.Combine(folder, name + ending))))
            {
                yield return new Problem(Path.Combine(folder, FileName), $"version {name} was released and its file is missing", Rule);
            }
        }
    }

    /// <summary>These with further versions. Versions that are released already must be those that were: see <see cref="Check"/>.</summary>
    public ReleasedPrompts With(IEnumerable<PromptFile> files)
    {
        var released = new OrderedDictionary<string, string>(Released, StringComparer.Ordinal);
        foreach (var file in files)
        {
            released.TryAdd(file.Version.Name, file.Version.Hash);
        }

        return this with { Released = released };
    }

    /// <summary>Writes the folder's file, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var temporary = path + ".tmp";
        File.WriteAllText(temporary, JsonSerializer.Serialize(this, PromptsJson.Strict.ReleasedPrompts) + "\n");
        File.Move(temporary, path, overwrite: true);
    }

    private static bool IsIn(string folder, PromptFile file) => Path.GetDirectoryName(Path.GetFullPath(file.Path)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private IEnumerable<Problem> CheckItself(string path)
    {
        if (FormatVersion != Format)
        {
            yield return new Problem(path, $"formatVersion {FormatVersion} is not {Format}", "Update tnseval, or restore the file");
        }

        foreach (var (name, _) in Released.Where(entry => entry.Value is not { Length: HashLength } hash || !hash.All(char.IsAsciiHexDigitLower)))
        {
            yield return new Problem(path, $"the hash of \"{name}\" is not {HashLength} lower-case hex digits", "Restore the file");
        }
    }
}
