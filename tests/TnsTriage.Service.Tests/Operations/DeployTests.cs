using System.Reflection;
using System.Text.RegularExpressions;
using TnsEval.Testing;
using YamlDotNet.RepresentationModel;

namespace TnsTriage.Service.Tests.Operations;

/// <summary>The examples of a deployment cannot be run here; what can be held is that they are YAML and name settings that exist.</summary>
public sealed partial class DeployTests
{
    private static readonly string Folder = Path.Combine(TestPaths.RepositoryRoot, "docs", "deploy");

    public static TheoryData<string> Files => [.. Examples];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_setting_that_an_example_names_exists(string file)
    {
        var unknown = Setting().Matches(File.ReadAllText(Path.Combine(Folder, file))).Select(match => match.Value).Where(name => !Exists(name)).Distinct(StringComparer.Ordinal);

        unknown.ShouldBeEmpty();
    }

    public static TheoryData<string> YamlFiles => [.. Examples.Where(file => file.EndsWith(".yaml", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(YamlFiles))]
    public void Every_example_in_yaml_is_yaml(string file)
    {
        var yaml = new YamlStream();
        using var text = File.OpenText(Path.Combine(Folder, file));

        Should.NotThrow(() => yaml.Load(text));
        yaml.Documents.ShouldAllBe(document => document.RootNode is YamlMappingNode);
    }

    private static IEnumerable<string> Examples =>
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal);

    private static bool Exists(string name)
    {
        var type = typeof(TriageOptions);
        foreach (var part in name.Split("__").Skip(1))
        {
            if (type.GetProperty(part, BindingFlags.Public | BindingFlags.Instance) is not { } property)
            {
                return false;
            }

            type = property.PropertyType;
        }

        return true;
    }

    [GeneratedRegex(@"\bTnsTriage(__[A-Za-z]+)+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();
}
