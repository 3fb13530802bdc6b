using TnsEval.Testing;

namespace TnsEval.ProviderConformance.Tests;

/// <summary>The code in docs/writing-a-provider.md is the code that is built and tested here.</summary>
public class GuideTests
{
    private static readonly string[] Files =
    [
        "samples/acme/plugin.json",
        "samples/acme/AcmeProvider.cs",
        "samples/acme/AcmeClient.cs",
        "samples/acme/AcmeJson.cs",
        "samples/acme/AcmeException.cs",
        "TnsEval.ProviderConformance.Tests/Acme/AcmeDialect.cs",
        "TnsEval.ProviderConformance.Tests/Acme/AcmeConformance.cs",
    ];

    [Fact]
    public void Its_files_are_the_samples_files()
    {
        var guide = File.ReadAllText(Path.Combine(TestPaths.RepositoryRoot, "docs", "writing-a-provider.md"));
        string[] blocks = [.. guide.Split("\n```").Where((_, index) => index % 2 == 1)];   // "csharp\n..."
        string[] shown = [.. blocks
            .Where(block => block.StartsWith("csharp\n", StringComparison.Ordinal) || block.StartsWith("json\n", StringComparison.Ordinal))
            .Select(block => block[(block.IndexOf('\n', StringComparison.Ordinal) + 1)..] + "\n")];

        shown.ShouldBe(Files.Select(file => File.ReadAllText(Path.Combine(TestPaths.RepositoryRoot, "tests", file))));
    }
}
