using System.Text;
using TnsEval.Testing;

namespace TnsEval.ProviderConformance.Tests;

/// <summary>The table in docs/conformance.md is put together from the plugins' approved tables; each plugin of this repository must have one.</summary>
public class ConformancePageTests
{
    private const string NotApplicable = "not applicable: ";

    [Fact]
    public void The_page_says_what_the_plugins_approved_tables_say()
    {
        var path = Path.Combine(TestPaths.RepositoryRoot, "docs", "conformance.md");
        var page = File.ReadAllText(path);
        var introduction = page[..page.IndexOf("| case |", StringComparison.Ordinal)];
        var expected = introduction + Table(Plugins().ToDictionary(id => id, Results, StringComparer.Ordinal));

        var received = Path.ChangeExtension(path, ".received.md");
        File.Delete(received);
        if (page != expected)
        {
            File.WriteAllText(received, expected);
            Assert.Fail($"docs/conformance.md is not what the approved tables say. If those are right, replace it with {received}");
        }
    }

    private static IEnumerable<string> Plugins() => Directory.GetDirectories(Path.Combine(TestPaths.RepositoryRoot, "plugins"))
        .Where(folder => File.Exists(Path.Combine(folder, "plugin.json")))
        .Select(folder => Path.GetFileName(folder))
        .Order(StringComparer.Ordinal);

    /// <summary>Result by case, in the suite's order.</summary>
    private static OrderedDictionary<string, string> Results(string plugin)
    {
        var table = Directory.GetFiles(Path.Combine(TestPaths.RepositoryRoot, "tests"), "*Conformance.approved.md", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllLines)
            .Where(lines => lines[0] == $"# Conformance of `{plugin}`")
            .ShouldHaveSingleItem($"plugin {plugin} has no approved conformance table, or more than one");
        var rows = table.Skip(4).Select(line => line.Split(" | ")).Select(cells => KeyValuePair.Create(cells[0]["| ".Length..], cells[1]));
        return new OrderedDictionary<string, string>(rows, StringComparer.Ordinal);
    }

    private static string Table(IReadOnlyDictionary<string, OrderedDictionary<string, string>> resultsByPlugin)
    {
        var plugins = resultsByPlugin.Keys.Order(StringComparer.Ordinal).ToArray();
        List<string> reasons = [];
        var text = new StringBuilder($"| case | {string.Join(" | ", plugins)} |\n|---|{string.Concat(plugins.Select(_ => "---|"))}\n");
        foreach (var @case in resultsByPlugin[plugins[0]].Keys)
        {
            text.Append($"| {@case} | {string.Join(" | ", plugins.Select(plugin => Cell(resultsByPlugin[plugin][@case])))} |\n");
        }

        text.Append("\nA case that does not apply has the number of the reason:\n\n");
        return text.AppendJoin("", reasons.Select((reason, index) => $"{index + 1}. {reason}\n")).ToString();

        string Cell(string result)
        {
            if (!result.StartsWith(NotApplicable, StringComparison.Ordinal))
            {
                return result;
            }

            var reason = result[NotApplicable.Length..];
            if (!reasons.Contains(reason, StringComparer.Ordinal))
            {
                reasons.Add(reason);
            }

            return $"({reasons.IndexOf(reason) + 1})";
        }
    }
}
