using Microsoft.Extensions.AI;

namespace TnsEval.Plugins.Offline;

/// <summary>
/// Finds the ticket: the text between a line <c>&lt;ticket CODE&gt;</c> and the line that closes it with the same code. Nothing else in a
/// request is the ticket, and nothing inside the fence is the prompt.
/// </summary>
internal static class TicketFence
{
    private const string Opening = "<ticket ";

    /// <summary>
    /// The last user message that holds a fence, so that a repair turn after the model's own answer still finds the ticket; the last user
    /// message when none does.
    /// </summary>
    /// <exception cref="UnanswerableRequestException">There is no user message.</exception>
    public static int IndexOfTicket(IReadOnlyList<ChatMessage> messages)
    {
        var lastUser = -1;
        for (var index = messages.Count - 1; index >= 0; index--)
        {
            if (messages[index].Role != ChatRole.User)
            {
                continue;
            }

            if (FindOpening(messages[index].Text) is not null)
            {
                return index;
            }

            lastUser = Math.Max(lastUser, index);
        }

        return lastUser >= 0
            ? lastUser
            : throw new UnanswerableRequestException(
                "the request holds no user message, so there is no ticket. Put the ticket into the last user message.");
    }

    /// <summary>
    /// The text inside the fence, or the whole message when it has none. A fence that is never closed reaches to the end.
    /// </summary>
    public static ReadOnlyMemory<char> Inside(string message)
    {
        if (FindOpening(message) is not { } opening)
        {
            return message.AsMemory();
        }

        var closing = FindLine(message, $"</ticket {message[opening.Code]}>", opening.ContentStart);
        return message.AsMemory()[opening.ContentStart..(closing < 0 ? message.Length : closing)];
    }

    private static (Range Code, int ContentStart)? FindOpening(string message)
    {
        for (var at = FindLineStart(message, Opening, 0); at >= 0; at = FindLineStart(message, Opening, at + 1))
        {
            var lineEnd = message.IndexOf('\n', at);
            lineEnd = lineEnd < 0 ? message.Length : lineEnd;
            var line = message.AsSpan(at, lineEnd - at).TrimEnd();
            if (line.Length > Opening.Length + 1 && line[^1] == '>' && !line[Opening.Length..^1].ContainsAny(' ', '<', '>'))
            {
                return ((at + Opening.Length)..(at + line.Length - 1), Math.Min(lineEnd + 1, message.Length));
            }
        }

        return null;
    }

    private static int FindLine(string message, string line, int start)
    {
        for (var at = FindLineStart(message, line, start); at >= 0; at = FindLineStart(message, line, at + 1))
        {
            var end = message.IndexOf('\n', at);
            if (message.AsSpan(at, (end < 0 ? message.Length : end) - at).TrimEnd().Length == line.Length)
            {
                return at;
            }
        }

        return -1;
    }

    private static int FindLineStart(string message, string text, int start)
    {
        var at = message.IndexOf(text, start, StringComparison.Ordinal);
        while (at > 0 && message[at - 1] != '\n')
        {
            at = message.IndexOf(text, at + 1, StringComparison.Ordinal);
        }

        return at;
    }
}
