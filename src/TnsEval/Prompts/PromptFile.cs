using TnsTriage;
using TnsTriage.Prompts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TnsEval.Prompts;

/// <summary>A prompt version and the file it came from.</summary>
public sealed record PromptFile(string Path, PromptVersion Version)
{
    /// <summary>The endings that make a file a prompt file.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".prompt.yml", ".prompt.yaml"];

    /// <summary>The line of each message's first character of content, from 1, in the order of the messages.</summary>
    internal IReadOnlyList<long> MessageLines { get; private init; } = [];

    /// <summary>Reads a file in GitHub Models' format.</summary>
    /// <param name="path">An existing file, named so in problems.</param>
    /// <param name="problems">Receives every problem, each with its line.</param>
    /// <returns>Null when there are problems.</returns>
    public static PromptFile? Read(string path, ICollection<Problem> problems)
    {
        YamlMappingNode root;
        try
        {
            root = ParseYaml(File.ReadAllText(path));
        }
        catch (YamlException e)
        {
            problems.Add(new Problem($"{path}:{e.Start.Line}", $"not a readable prompt file: {e.Message}", "Mend the YAML"));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Problem(path, $"cannot be read: {e.Message}", "Check the path and its permissions"));
            return null;
        }

        var reader = new PromptFileReader(path);
        var definition = reader.Read(root);
        PromptVersion? version = null;
        if (definition is not null && !PromptVersion.TryCreate(definition, out version, out var promptProblems))
        {
            reader.Add(promptProblems);
        }

        foreach (var problem in reader.Problems)
        {
            problems.Add(problem);
        }

        return version is null || reader.Problems.Count > 0
            ? null
            : new PromptFile(path, version) { MessageLines = reader.MessageLines(version.Definition.Messages.Count) };
    }

    private static YamlMappingNode ParseYaml(string text)
    {
        var stream = new YamlStream();
        // Aliases could make a small file huge, and no tool of this format writes them.
        stream.Load(new AliasRefusingParser(new Parser(new StringReader(text))));
        return stream.Documents switch
        {
            [{ RootNode: YamlMappingNode mapping }] => mapping,
            [] => throw new YamlException("the file is empty"),
            [_] => throw new YamlException("the top level is not a mapping of name, messages and so on"),
            _ => throw new YamlException("the file holds more than one YAML document"),
        };
    }

    private sealed class AliasRefusingParser(Parser inner) : IParser
    {
        public YamlDotNet.Core.Events.ParsingEvent? Current => inner.Current;

        public bool MoveNext()
        {
            var moved = inner.MoveNext();
            return inner.Current is YamlDotNet.Core.Events.AnchorAlias alias
                ? throw new YamlException(alias.Start, alias.End, "YAML aliases are not used in prompt files")
                : moved;
        }
    }
}
