using System.Text;
using TnsEval.EvalSets;
using TnsTriage;

namespace TnsEval.Tests.EvalSets;

/// <summary>A folder of eval set files that lasts as long as a test.</summary>
internal sealed class EvalSetFolder : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("tnseval-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string Write(string name, params string[] lines) => Write(name, Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public EvalSet Load(string? split = null)
    {
        EvalSet.TryLoad([Folder], split, out var set, out var problems).ShouldBeTrue(string.Join('\n', problems));
        return set!;
    }

    public IReadOnlyList<Problem> ProblemsOf(string? split = null)
    {
        EvalSet.TryLoad([Folder], split, out var set, out var problems).ShouldBeFalse();
        set.ShouldBeNull();
        return problems;
    }

    /// <summary>The set that these lines make, each a ticket.</summary>
    public static EvalSet SetOf(params string[] lines)
    {
        using var folder = new EvalSetFolder();
        folder.Write("dev.jsonl", lines);
        return folder.Load();
    }

    /// <summary>What is wrong with these lines, each without its folder: <c>dev.jsonl:2: what</c>.</summary>
    public static IReadOnlyList<string> ProblemsOf(params string[] lines)
    {
        using var folder = new EvalSetFolder();
        folder.Write("dev.jsonl", lines);
        return [.. folder.ProblemsOf().Select(problem =>
            $"{problem.Where}: {problem.What}".Replace(folder.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal))];
    }
}
