using System.Text.Json;
using TnsEval.Testing;

namespace TnsTriage.Tests.Schemas;

/// <summary>Reads the test files of 2020-12: each holds groups of one schema and several instances.</summary>
internal static class OfficialSuite
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    public static IReadOnlyList<Group> Read()
    {
        var folder = ReferenceData.PathOf("json-schema-test-suite/tests/draft2020-12");
        var paths = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        return [.. paths.SelectMany(path => Groups(folder, path))];
    }

    private static IEnumerable<Group> Groups(string folder, string path) => JsonDocument
        .Parse(File.ReadAllBytes(path), Deep).RootElement.EnumerateArray()
        .Select(group => new Group(
            Path.GetRelativePath(folder, path).Replace('\\', '/'),
            group.GetProperty("description").GetString()!,
            group.GetProperty("schema"),
            [.. group.GetProperty("tests").EnumerateArray().Select(test => new Case(
                test.GetProperty("description").GetString()!, test.GetProperty("data"), test.GetProperty("valid").GetBoolean()))]));

    public sealed record Group(string File, string Description, JsonElement Schema, IReadOnlyList<Case> Cases)
    {
        public bool IsOptional => File.StartsWith("optional/", StringComparison.Ordinal);
    }

    public sealed record Case(string Description, JsonElement Data, bool IsValid);
}
