using Microsoft.Extensions.AI;

namespace TnsEval.Plugins.Offline;

/// <summary>What a prompt teaches: exemplars from its definitions and few-shots, and the prose around them.</summary>
/// <param name="Exemplars">Definitions first, then few-shots, each in the order of the prompt.</param>
/// <param name="Prose">Lines of the system messages that belong to no definition.</param>
internal sealed record Lesson(IReadOnlyList<Exemplar> Exemplars, IReadOnlyList<string> Prose);

/// <summary>
/// Reads the messages before the ticket. Definitions come from system messages only, labels of few-shot tickets from assistant messages
/// only: the ticket itself teaches nothing.
/// </summary>
internal static class PromptReader
{
    /// <summary>Reads a prompt.</summary>
    /// <param name="messages">The request's messages.</param>
    /// <param name="count">How many of them, from the first, are the prompt.</param>
    /// <param name="categoryIds">The category ids that the schema allows.</param>
    public static Lesson Read(IReadOnlyList<ChatMessage> messages, int count, IReadOnlyList<string> categoryIds)
    {
        var exemplars = new List<Exemplar>();
        var prose = new List<string>();
        foreach (var message in messages.Take(count).Where(message => message.Role == ChatRole.System))
        {
            var definitions = DefinitionReader.Read(message.Text, categoryIds);
            exemplars.AddRange(definitions.Exemplars);
            prose.AddRange(definitions.Prose);
        }

        for (var index = 1; index < count; index++)
        {
            if (messages[index - 1].Role == ChatRole.User
                && messages[index].Role == ChatRole.Assistant
                && TaughtAnswer.Read(messages[index].Text) is { } answer)
            {
                var ticket = TicketText.Of(TicketFence.Inside(messages[index - 1].Text));
                exemplars.Add(new Exemplar(ticket.ToString(), answer.IsAlarm, answer.Category, answer));
            }
        }

        return new Lesson(exemplars, prose);
    }
}
