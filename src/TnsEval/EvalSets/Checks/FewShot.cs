using System.Text.RegularExpressions;
using TnsEval.Prompts;
using TnsTriage.Prompts;

namespace TnsEval.EvalSets.Checks;

/// <summary>A ticket that a prompt shows as an example.</summary>
/// <param name="Version">The prompt version's name.</param>
/// <param name="Place">File and line of the message.</param>
/// <param name="Text">What the ticket says, without fence and labels.</param>
internal sealed record FewShot(string Version, string Place, string Text)
{
    /// <summary>What may stand where the ticket message has a placeholder; each but the fence stands there once.</summary>
    private static readonly (string Name, string Pattern)[] Values =
        [("fence", @"\S*"), ("language", @"\S*"), ("subject", "(?<subject>.*?)"), ("thread", "(?<thread>.*?)"), ("body", "(?<body>.*)")];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The few-shot tickets of a prompt version: every user message but the last, which is the ticket's own.</summary>
    public static IEnumerable<FewShot> Of(PromptFile file)
    {
        var messages = file.Version.Definition.Messages;
        var layout = Layout(messages[^1].Content);
        for (var index = 0; index < messages.Count - 1; index++)
        {
            if (messages[index].Role == PromptRole.User)
            {
                yield return new FewShot(file.Version.Name, $"{file.Path}:{file.MessageLines[index]}", TicketText(messages[index].Content, layout));
            }
        }
    }

    /// <summary>
    /// What stands where the prompt's own ticket message has subject, thread and body: the words of the layout would hide that a short ticket was
    /// copied. In another layout, all that stands between the fence lines, or else the whole message.
    /// </summary>
    private static string TicketText(string content, Regex layout)
    {
        if (layout.Match(content) is { Success: true } ticket)
        {
            string[] parts = [ticket.Groups["subject"].Value, ticket.Groups["thread"].Value, ticket.Groups["body"].Value];
            return string.Join('\n', parts.Where(part => part.Trim() != "(none)"));
        }

        var lines = content.Split('\n');
        var first = Array.FindIndex(lines, line => line.StartsWith("<ticket ", StringComparison.Ordinal));
        var last = Array.FindLastIndex(lines, line => line.StartsWith("</ticket ", StringComparison.Ordinal));
        return 0 <= first && first < last ? string.Join('\n', lines[(first + 1)..last]) : content;
    }

    private static Regex Layout(string template)
    {
        var pattern = Regex.Escape(template.Trim());
        foreach (var (name, value) in Values)
        {
            pattern = pattern.Replace(Regex.Escape($"{{{{{name}}}}}"), value, StringComparison.Ordinal);
        }

        return new Regex($@"^\s*{pattern}\s*\z", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patience);
    }
}
