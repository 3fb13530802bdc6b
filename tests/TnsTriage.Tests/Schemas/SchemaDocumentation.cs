using TnsEval.Testing;

namespace TnsTriage.Tests.Schemas;

/// <summary>What docs/json-schema.md promises, read from its tables so that the document and the code cannot drift apart.</summary>
internal sealed record SchemaDocumentation(
    string Score,
    IReadOnlyList<string> Keywords,
    IReadOnlyDictionary<string, string> SkippedFiles,
    IReadOnlyDictionary<(string File, string Case), string> SkippedCases)
{
    /// <summary>Whether the file, or the folder it is in, is listed as not run.</summary>
    public bool Skips(string file) =>
        SkippedFiles.Keys.Any(entry => entry == file || (entry.EndsWith('/') && file.StartsWith(entry, StringComparison.Ordinal)));

    public static SchemaDocumentation Read()
    {
        var lines = File.ReadAllLines(Path.Combine(TestPaths.RepositoryRoot, "docs", "json-schema.md"));
        return new SchemaDocumentation(
            lines.Single(line => line.StartsWith("**Score:** ", StringComparison.Ordinal))["**Score:** ".Length..].TrimEnd('.'),
            [.. Rows(lines, "| group | keywords |").SelectMany(row => row[1].Split(' ').Select(keyword => keyword.Trim('`', ',')))],
            Rows(lines, "| file | reason |").ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal),
            Rows(lines, "| file | case | reason |").ToDictionary(row => (row[0], row[1].Trim('`')), row => row[2]));
    }

    private static IEnumerable<string[]> Rows(string[] lines, string header) => lines
        .SkipWhile(line => line != header)
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split(" | ").Select(cell => cell.Trim()).ToArray());
}
