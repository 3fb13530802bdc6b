using System.Globalization;
using TnsTriage;
using TnsTriage.Prompts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TnsEval.Prompts;

/// <summary>Reads the YAML of one prompt file strictly, and knows the line of each value.</summary>
internal sealed class PromptFileReader(string file)
{
    private const string Keys = "name, description, model, modelParameters, messages, responseFormat, jsonSchema";

    private readonly List<(long Line, string What, string Fix)> _problems = [];

    /// <summary>Path of each value to the line of its first character, from 1.</summary>
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);

    public IEnumerable<Problem> ProblemsByLine =>
        _problems.OrderBy(problem => problem.Line).Select(problem => new Problem($"{file}:{problem.Line}", problem.What, problem.Fix));

    /// <summary>The definition, or null when the file lacks what one needs.</summary>
    public PromptDefinition? Read(YamlMappingNode root)
    {
        string? name = null, description = null, model = null, responseFormat = null, jsonSchema = null;
        List<PromptMessage>? messages = null;
        PromptParameters parameters = new();
        foreach (var (key, value) in root.Children)
        {
            switch ((key as YamlScalarNode)?.Value)
            {
                case "name": name = Text(value, "name"); break;
                case "description": description = Text(value, "description"); break;
                case "model": model = Text(value, "model"); break;
                case "modelParameters": parameters = ReadParameters(value); break;
                case "messages": messages = ReadMessages(value); break;
                case "responseFormat": responseFormat = Text(value, "responseFormat"); break;
                case "jsonSchema": jsonSchema = Text(value, "jsonSchema"); break;
                case "testData" or "evaluators":
                    Add(key, $"{key} is not read here", "Put labelled tickets into an eval set and remove it");
                    break;
                default:
                    Add(key, $"unknown key \"{key}\"", $"Use {Keys}");
                    break;
            }
        }

        if (responseFormat is not null and not "json_schema")
        {
            AddAt("responseFormat", 0, $"\"{responseFormat}\" is not json_schema", "Set responseFormat: json_schema");
        }

        foreach (var key in (ReadOnlySpan<string>)["name", "messages", "responseFormat", "jsonSchema"])
        {
            if (!root.Children.ContainsKey(key))
            {
                AddAt(key, 0, $"{key} is missing", $"Add {key}");
            }
        }

        return name is null || messages is null || jsonSchema is null ? null : new PromptDefinition
        {
            Name = name,
            Description = description ?? "",
            Model = model,
            Parameters = parameters,
            Messages = messages,
            JsonSchema = jsonSchema,
        };
    }

    /// <summary>The line of each message's content, once <see cref="Read"/> gave a definition.</summary>
    public IReadOnlyList<long> MessageLines(int count) => [.. Enumerable.Range(0, count).Select(index => _lines[$"messages[{index}].content"])];

    public void Add(IEnumerable<PromptProblem> problems)
    {
        foreach (var problem in problems)
        {
            AddAt(problem.Path, problem.Line, problem.What, problem.Fix);
        }
    }

    private List<PromptMessage>? ReadMessages(YamlNode node)
    {
        _lines["messages"] = node.Start.Line;
        if (node is not YamlSequenceNode sequence)
        {
            Add(node, "messages is not a list", "Write a list of role and content");
            return null;
        }

        var messages = new List<PromptMessage>();
        for (var index = 0; index < sequence.Children.Count; index++)
        {
            var path = $"messages[{index}]";
            _lines[path] = sequence[index].Start.Line;
            if (ReadMessage(sequence[index], path) is { } message)
            {
                messages.Add(message);
            }
        }

        return messages.Count == sequence.Children.Count ? messages : null;
    }

    private PromptMessage? ReadMessage(YamlNode node, string path)
    {
        if (node is not YamlMappingNode mapping)
        {
            Add(node, $"{path} is not a mapping", "Write role and content");
            return null;
        }

        string? role = null, content = null;
        foreach (var (key, value) in mapping.Children)
        {
            switch ((key as YamlScalarNode)?.Value)
            {
                case "role": role = Text(value, $"{path}.role"); break;
                case "content": content = Text(value, $"{path}.content"); break;
                default: Add(key, $"unknown key \"{key}\"", "Use role and content"); break;
            }
        }

        PromptRole? known = role switch { "system" => PromptRole.System, "user" => PromptRole.User, "assistant" => PromptRole.Assistant, _ => null };
        if (known is null)
        {
            AddAt(path, 0, role is null ? $"{path} has no role" : $"\"{role}\" is not a role", "Use system, user or assistant");
        }

        if (content is null)
        {
            AddAt(path, 0, $"{path} has no content", "Add content");
        }

        return known is { } found && content is not null ? new PromptMessage(found, content) : null;
    }

    private PromptParameters ReadParameters(YamlNode node)
    {
        var parameters = new PromptParameters();
        if (node is not YamlMappingNode mapping)
        {
            Add(node, "modelParameters is not a mapping", "Write temperature, topP or maxTokens under it");
            return parameters;
        }

        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value;
            var path = $"modelParameters.{name}";
            parameters = name switch
            {
                "temperature" => parameters with { Temperature = Number(value, path) },
                "topP" => parameters with { TopP = Number(value, path) },
                "maxTokens" or "maxCompletionTokens" => parameters with { MaxTokens = WholeNumber(value, "modelParameters.maxTokens") },
                _ => Unknown(),
            };

            PromptParameters Unknown()
            {
                Add(key, $"unknown key \"{name}\"", "Use temperature, topP and maxTokens; the seed belongs to a run");
                return parameters;
            }
        }

        return parameters;
    }

    private float? Number(YamlNode node, string path) =>
        Text(node, path) is not { } text ? null
        : float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number) ? number
        : NotA<float>(node, text, "a number");

    private int? WholeNumber(YamlNode node, string path) =>
        Text(node, path) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : NotA<int>(node, text, "a whole number");

    private T? NotA<T>(YamlNode node, string text, string kind) where T : struct
    {
        Add(node, $"\"{text}\" is not {kind}", $"Write {kind}");
        return null;
    }

    /// <summary>A scalar's text; a block scalar's first line is the one after its indicator.</summary>
    private string? Text(YamlNode node, string path)
    {
        if (node is not YamlScalarNode scalar)
        {
            Add(node, $"{path} is not text", "Write text");
            return null;
        }

        var isBlock = scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded;
        _lines[path] = scalar.Start.Line + (isBlock ? 1 : 0);
        return scalar.Value ?? "";
    }

    private void AddAt(string path, int line, string what, string fix) =>
        _problems.Add((_lines.TryGetValue(path, out var start) ? start + line : 1, what, fix));

    private void Add(YamlNode node, string what, string fix) => _problems.Add((node.Start.Line, what, fix));
}
