using System.Text.Json;
using TnsTriage.Assessments;
using TnsTriage.Schemas;
using TnsTriage.Text;
using static System.FormattableString;

namespace TnsTriage.Prompts;

/// <summary>Collects everything that is wrong in a <see cref="PromptDefinition"/>.</summary>
internal sealed class PromptCheck
{
    private readonly List<PromptProblem> _problems = [];

    public IReadOnlyList<PromptProblem> Problems => _problems;

    public void Name(string name)
    {
        if (name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0])
            || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'))
        {
            Add("name", $"\"{name}\" is not a version name", "Use letters, digits, '-', '_' and '.', a letter or digit first, such as v3");
        }
    }

    public void Parameters(PromptParameters parameters)
    {
        // The ranges are written so that NaN is outside of them.
        if (parameters.Temperature is not (null or (>= 0 and <= 2)))
        {
            Add("modelParameters.temperature", Invariant($"{parameters.Temperature} is not between 0 and 2"), "Set 0 for the most repeatable answers");
        }

        if (parameters.TopP is not (null or (> 0 and <= 1)))
        {
            Add("modelParameters.topP", Invariant($"{parameters.TopP} is not above 0 and at most 1"), "Set 1, or leave it out");
        }

        if (parameters.MaxTokens is < 1)
        {
            Add("modelParameters.maxTokens", Invariant($"{parameters.MaxTokens} is less than 1"), "Leave room for a whole assessment, such as 1200");
        }
    }

    /// <summary>
    /// Roles in order (system first, few-shots as user and assistant in turn, the ticket last) and placeholders: the ticket's own each exactly once,
    /// in the last message; its text between two fences.
    /// </summary>
    public PromptTemplate[] Messages(IReadOnlyList<PromptMessage> messages)
    {
        if (messages.Count == 0 || messages[^1].Role != PromptRole.User)
        {
            Add("messages", "the last message is not from role user", "End with the user message that holds the ticket");
        }

        var templates = new PromptTemplate[messages.Count];
        var seen = new List<(Placeholder Placeholder, int Message)>();
        for (var index = 0; index < messages.Count; index++)
        {
            var (role, content) = messages[index];
            var path = $"messages[{index}]";
            Role(messages, index);
            if (string.IsNullOrWhiteSpace(content))
            {
                Add($"{path}.content", "the message is empty", "Write its text, or remove the message");
            }

            templates[index] = PromptTemplate.Parse(content, (offset, text) => Add(
                $"{path}.content",
                $"{text} is not a placeholder",
                $"Use one of {string.Join(", ", Enum.GetValues<Placeholder>().Select(Braced))}",
                content.AsSpan(0, offset).Count('\n')));
            seen.AddRange(templates[index].Placeholders.Select(placeholder => (placeholder, index)));
        }

        Placeholders(seen, last: messages.Count - 1);
        Fence(seen, last: messages.Count - 1);
        return templates;
    }

    /// <summary>Each few-shot answer must be one that the contract would accept of a model: what is shown is what is learned.</summary>
    public void FewShots(IReadOnlyList<PromptMessage> messages, AnswerFormat answer)
    {
        var contract = new AssessmentContract(answer.Compiled);
        for (var index = 1; index < messages.Count; index++)
        {
            if (messages[index].Role == PromptRole.Assistant
                && contract.Enforce(messages[index].Content, new PreparedTicket(new Ticket { Body = messages[index - 1].Content })) is Enforcement.Rejected rejected)
            {
                foreach (var violation in rejected.Violations)
                {
                    Add($"messages[{index}].content", $"this few-shot answer would be rejected: {violation}", "Mend it: quotes are taken from the user message before it");
                }
            }
        }
    }

    /// <summary>The compiled answer format, or null when the schema cannot be used.</summary>
    public AnswerFormat? AnswerFormat(string json)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            root = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            Add("jsonSchema", "not valid JSON", "Mend the JSON text", (int)(e.LineNumber ?? 0));
            return null;
        }

        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String
            || !root.TryGetProperty("schema", out var schema))
        {
            Add("jsonSchema", "not an object with name and schema", """Write {"name": "...", "strict": true, "schema": {...}}""");
            return null;
        }

        foreach (var property in root.EnumerateObject().Where(property => property.Name is not ("name" or "strict" or "schema" or "description")))
        {
            Add("jsonSchema", $"unknown key \"{property.Name}\"", "Use name, description, strict and schema");
        }

        JsonSchema.TryCompile(schema, out var compiled, out var schemaProblems);
        foreach (var (pointer, what) in schemaProblems)
        {
            Add("jsonSchema", $"schema{pointer}: {what}", "Keep to the keywords in docs/json-schema.md", JsonPointerLine.Of(json, "/schema" + pointer));
        }

        foreach (var (pointer, what, fix) in SchemaCore.Check(schema))
        {
            Add("jsonSchema", what, fix, JsonPointerLine.Of(json, "/schema" + pointer));
        }

        return compiled is null ? null : new AnswerFormat(name.GetString()!, Description(root), IsStrict(root), schema, compiled);
    }

    private bool IsStrict(JsonElement root)
    {
        if (root.TryGetProperty("strict", out var strict) && strict.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Add("jsonSchema", "strict is not true or false", "Write true to ask for the provider's strict mode, or leave it out");
        }

        return strict.ValueKind == JsonValueKind.True;
    }

    private string? Description(JsonElement root)
    {
        if (!root.TryGetProperty("description", out var description))
        {
            return null;
        }

        if (description.ValueKind == JsonValueKind.String)
        {
            return description.GetString();
        }

        Add("jsonSchema", "description is not a text", "Say in words what the answer is, or leave it out");
        return null;
    }

    private void Role(IReadOnlyList<PromptMessage> messages, int index)
    {
        var role = messages[index].Role;
        var fits = role switch
        {
            PromptRole.System => index == 0,
            PromptRole.User => index == 0 || messages[index - 1].Role != PromptRole.User,
            _ => index > 0 && messages[index - 1].Role == PromptRole.User,
        };
        if (!fits)
        {
            Add($"messages[{index}]", $"role {role.ToString().ToLowerInvariant()} is out of place", "Order them: system, then pairs of user and assistant as few-shots, then the user message with the ticket");
        }
    }

    private void Placeholders(List<(Placeholder Placeholder, int Message)> seen, int last)
    {
        foreach (var placeholder in Enum.GetValues<Placeholder>())
        {
            var uses = seen.FindAll(use => use.Placeholder == placeholder);
            if (uses.Count == 0)
            {
                Add("messages", $"{Braced(placeholder)} is not used", $"Put {Braced(placeholder)} into the last user message: what a prompt leaves out, the model never sees");
            }
            else if (placeholder != Placeholder.Fence && (uses.Count > 1 || uses[0].Message != last))
            {
                Add($"messages[{uses[0].Message}].content", $"{Braced(placeholder)} must stand once, in the last user message", "Remove the others: ticket text goes in once");
            }
        }
    }

    /// <summary>What a fence does not enclose, the ticket's author can close.</summary>
    private void Fence(List<(Placeholder Placeholder, int Message)> seen, int last)
    {
        var order = seen.Where(use => use.Message == last).Select(use => use.Placeholder).ToList();
        var (open, close) = (order.IndexOf(Placeholder.Fence), order.LastIndexOf(Placeholder.Fence));
        var outside = order
            .Where((_, index) => index < open || index > close)
            .Where(placeholder => placeholder is Placeholder.Subject or Placeholder.Thread or Placeholder.Body)
            .Distinct()
            .ToArray();
        if (outside.Length > 0 && seen.Exists(use => use.Placeholder == Placeholder.Fence))
        {
            Add(
                $"messages[{last}].content",
                $"{string.Join(", ", outside.Select(Braced))} not between two {Braced(Placeholder.Fence)}",
                $"Put a line with {Braced(Placeholder.Fence)} before the ticket's text and one after it");
        }
    }

    private static string Braced(Placeholder placeholder) => $"{{{{{WireName<Placeholder>.Of(placeholder)}}}}}";

    private void Add(string path, string what, string fix, int line = 0) => _problems.Add(new PromptProblem(path, line, what, fix));
}
