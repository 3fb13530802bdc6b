using System.Xml.Linq;
using TnsEval.Testing;

namespace TnsEval.Tests.Architecture;

/// <summary>References point one way: Cli -> TnsEval -> {TnsTriage, Abstractions} &lt;- plugins.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["TnsTriage"] = [],
        ["TnsTriage.Front"] = ["TnsTriage"],
        ["TnsTriage.FrontStub"] = [],
        ["TnsTriage.RabbitMq"] = ["TnsTriage"],
        ["TnsTriage.Service"] =
        [
            "TnsTriage", "TnsTriage.Front", "TnsTriage.FrontStub", "TnsTriage.RabbitMq", "TnsEval.Abstractions", "TnsEval.Plugins.Offline", "TnsEval.Plugins.Ollama", "TnsEval.Plugins.OpenAI",
        ],
        ["TnsEval.Abstractions"] = [],
        ["TnsEval"] = ["TnsTriage", "TnsEval.Abstractions"],
        ["TnsEval.Workers"] = ["TnsEval", "TnsTriage.RabbitMq"],
        ["TnsEval.Cli"] = ["TnsEval", "TnsEval.Workers"],
    };

    [Fact]
    public void Each_project_under_src_references_only_what_it_may()
    {
        foreach (var project in Directory.EnumerateFiles(Path.Combine(TestPaths.RepositoryRoot, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            References(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension)
                .ShouldBeSubsetOf(Allowed[Path.GetFileNameWithoutExtension(project)], Path.GetFileName(project));
        }
    }

    [Fact]
    public void The_classifier_that_ships_depends_on_a_parser_of_HTML_and_abstractions_only()
    {
        References(Path.Combine(TestPaths.RepositoryRoot, "src/TnsTriage/TnsTriage.csproj"), "PackageReference")
            .ShouldBe(
            [
                "AngleSharp",
                "Microsoft.Extensions.AI.Abstractions",
                "Microsoft.Extensions.DependencyInjection.Abstractions",
                "Microsoft.Extensions.Logging.Abstractions",
                "Microsoft.Extensions.Options",
            ]);
    }

    [Fact]
    public void Provider_plugins_compile_against_the_abstractions_and_nothing_of_the_harness()
    {
        foreach (var project in Directory.EnumerateFiles(Path.Combine(TestPaths.RepositoryRoot, "plugins"), "*.csproj", SearchOption.AllDirectories))
        {
            References(project, "ProjectReference").ShouldBeEmpty(Path.GetFileName(project));
        }

        References(Path.Combine(TestPaths.RepositoryRoot, "plugins/Directory.Build.props"), "ProjectReference")
            .Select(Path.GetFileNameWithoutExtension).ShouldBe(["TnsEval.Abstractions"]);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(TestPaths.RepositoryRoot, "TnsEval.sln"));

        foreach (var folder in new[] { "src", "plugins", "tests" })
        {
            // What lies under bin and obj was made by a build; benchmarks leave projects there.
            foreach (var project in Directory.EnumerateFiles(Path.Combine(TestPaths.RepositoryRoot, folder), "*.csproj", SearchOption.AllDirectories)
                .Where(project => !project.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")))
            {
                solution.ShouldContain($"\\{Path.GetFileName(project)}\"");
            }
        }
    }

    private static string[] References(string project, string kind) =>
        [.. XDocument.Load(project).Descendants(kind).Select(reference => reference.Attribute("Include")!.Value).Where(include => !include.StartsWith('@'))];
}
