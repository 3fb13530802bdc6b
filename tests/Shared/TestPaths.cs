using System.Reflection;

namespace TnsEval.Testing;

/// <summary>Folders of the repository, from attributes that tests/Directory.Build.props writes into each test assembly.</summary>
internal static class TestPaths
{
    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    public static string ProjectDirectory { get; } = Metadata("ProjectDirectory");

    private static string Metadata(string key) => typeof(TestPaths).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
