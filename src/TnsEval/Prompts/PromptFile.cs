using System.Text;
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
            root = ParseYaml(ReadUtf8(path));
        }
        catch (DecoderFallbackException)
        {
            problems.Add(new Problem(path, "is not UTF-8", "Save it as UTF-8"));
            return null;
        }
        catch (YamlException e)
        {
            problems.Add(new Problem($"{path}:{e.Start.Line}", $"not a readable prompt file: {e.Message.TrimEnd('.')}", "Mend the YAML"));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Problem(path, $"cannot be read: {e.Message.TrimEnd('.')}", "Check the path and its permissions"));
            return null;
        }

        var reader = new PromptFileReader(path);
        var definition = reader.Read(root);
        PromptVersion? version = null;
        if (definition is not null && !PromptVersion.TryCreate(definition, out version, out var promptProblems))
        {
            reader.Add(promptProblems);
        }

        foreach (var problem in reader.ProblemsByLine)
        {
            problems.Add(problem);
        }

        return version is null || reader.ProblemsByLine.Any()
            ? null
            : new PromptFile(path, version) { MessageLines = reader.MessageLines(version.Definition.Messages.Count) };
    }

    private static string ReadUtf8(string path)
    {
        using var reader = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
        return reader.ReadToEnd().TrimStart('\uFEFF');
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
        /// <summary>The format needs five.</summary>
        private const int MaxDepth = 32;

        private int _depth;

        public YamlDotNet.Core.Events.ParsingEvent? Current => inner.Current;

        public bool MoveNext()
        {
            var moved = inner.MoveNext();
            _depth += inner.Current?.NestingIncrease ?? 0;
            if (_depth > MaxDepth)
            {
                throw new YamlException(inner.Current!.Start, inner.Current.End, $"nested deeper than {MaxDepth} levels");
            }

            return inner.Current is YamlDotNet.Core.Events.AnchorAlias alias
                ? throw new YamlException(alias.Start, alias.End, "YAML aliases are not used in prompt files")
                : moved;
        }
    }
}
