using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using TnsTriage.Assessments;
using TnsTriage.Schemas;
using TnsTriage.Text;

namespace TnsTriage.Prompts;

/// <summary>
/// An immutable prompt: messages, sampling parameters and the JSON schema of the answer, identified by the hash of what a model gets to see.
/// Safe to use from many threads.
/// </summary>
public sealed partial class PromptVersion
{
    private readonly PromptTemplate[] _templates;

    private PromptVersion(PromptDefinition definition, PromptTemplate[] templates, AnswerFormat answer)
    {
        _templates = templates;
        Definition = definition;
        Answer = answer;
        Contract = new AssessmentContract(answer.Compiled);
        Hash = PromptHash.Of(definition, answer);
    }

    /// <summary>The version's name, such as <c>v3</c>.</summary>
    public string Name => Definition.Name;

    /// <summary>What the prompt file said.</summary>
    public PromptDefinition Definition { get; }

    /// <summary>Lower-case hex SHA-256 over messages, parameters and schema. Name, description and model are not part of it: no model sees them.</summary>
    public string Hash { get; }

    /// <summary>The JSON schema of the answer.</summary>
    public AnswerFormat Answer { get; }

    /// <summary>What an answer to this prompt must keep.</summary>
    public AssessmentContract Contract { get; }

    /// <summary>Checks a definition; either a version or every problem it has.</summary>
    public static bool TryCreate(
        PromptDefinition definition, [NotNullWhen(true)] out PromptVersion? version, out IReadOnlyList<PromptProblem> problems)
    {
        var check = new PromptCheck();
        var templates = check.Messages(definition.Messages);
        var answer = check.AnswerFormat(definition.JsonSchema);
        if (answer is not null && check.Problems.Count == 0)   // a fault in the schema or the roles is not told again for each few-shot
        {
            check.FewShots(definition.Messages, answer);
        }

        check.Parameters(definition.Parameters);
        check.Name(definition.Name);

        problems = check.Problems;
        version = problems.Count == 0
            ? new PromptVersion(definition with { Messages = [.. definition.Messages] }, templates, answer!)
            : null;
        return version is not null;
    }

    /// <summary>
    /// The messages for one ticket. Ticket text is put in once and never expanded again; a language that is no tag becomes <c>und</c>, for it may
    /// stand outside the fence. Messages without a placeholder are the same strings at every call, so that providers can cache the prompt's prefix.
    /// </summary>
    public IReadOnlyList<ChatMessage> Render(PreparedTicket ticket, FenceKey fenceKey)
    {
        var fence = fenceKey.CodeFor(ticket);
        var messages = new ChatMessage[_templates.Length];
        Func<Placeholder, string> valueOf = ValueOf;   // one delegate for all messages
        for (var index = 0; index < messages.Length; index++)
        {
            messages[index] = new ChatMessage(RoleOf(Definition.Messages[index].Role), _templates[index].Render(valueOf));
        }

        return messages;

        string ValueOf(Placeholder placeholder) => placeholder switch
        {
            Placeholder.Fence => fence,
            Placeholder.Language => LanguageTag().IsMatch(ticket.Ticket.Language) ? ticket.Ticket.Language : "und",
            Placeholder.Subject => OrNone(ticket.Subject.View),
            Placeholder.Thread => OrNone(ticket.ThreadView),
            Placeholder.Body => OrNone(ticket.Body.View),
            _ => throw new UnreachableException(placeholder.ToString()),
        };
    }

    private static string OrNone(string text) => string.IsNullOrWhiteSpace(text) ? "(none)" : text;

    private static ChatRole RoleOf(PromptRole role) => role switch
    {
        PromptRole.System => ChatRole.System,
        PromptRole.User => ChatRole.User,
        _ => ChatRole.Assistant,
    };

    /// <summary>A BCP-47 tag of a natural language with at most script, region and one variant: too short to say anything else.</summary>
    [GeneratedRegex(
        @"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex LanguageTag();
}

/// <summary>The schema an answer must keep, as the prompt file states it.</summary>
public sealed class AnswerFormat
{
    internal AnswerFormat(string name, string? description, bool isStrict, JsonElement schema, JsonSchema compiled) =>
        (Name, Description, IsStrict, Schema, Compiled) = (name, description, isStrict, schema, compiled);

    /// <summary>The schema's name, as providers want one.</summary>
    public string Name { get; }

    /// <summary>What the answer is, for the model; null when the file does not say.</summary>
    public string? Description { get; }

    /// <summary>Whether the file asks for the provider's strict mode.</summary>
    public bool IsStrict { get; }

    /// <summary>The JSON schema.</summary>
    public JsonElement Schema { get; }

    /// <summary>Lower-case hex SHA-256 over schema, name, description and strictness.</summary>
    public string Hash => field ??= PromptHash.Of(this);

    internal JsonSchema Compiled { get; }
}
