using System.Text.RegularExpressions;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests;

/// <summary>The pipelines of docs/ci.md, word for word.</summary>
internal static partial class WorkflowText
{
    public static string All { get; } = File.ReadAllText(Path.Combine(TestPaths.RepositoryRoot, "docs/ci.md")).ReplaceLineEndings("\n");

    public static string GitHub => Blocks[0];

    public static string Azure => Blocks[1];

    private static IReadOnlyList<string> Blocks { get; } = [.. YamlBlock().Matches(All).Select(match => match.Groups["text"].Value)];

    [GeneratedRegex(@"```yaml\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex YamlBlock();
}
