using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TnsEval.Plugins.Offline;

/// <summary>
/// What was learned from the last few prompts, so that a run learns each prompt version once and not once a ticket. Safe to use from many
/// threads; two that meet a new prompt at the same moment both learn it.
/// </summary>
internal sealed class LearnedPromptCache
{
    /// <summary>More prompt versions than a run compares side by side; one entry takes about a megabyte.</summary>
    private const int Capacity = 8;

    private readonly Lock _writing = new();
    private volatile Entry[] _entries = [];

    /// <summary>What the messages before <paramref name="count"/> and the schema teach.</summary>
    /// <exception cref="UnanswerableRequestException">They teach nothing.</exception>
    public LearnedPrompt Get(IReadOnlyList<ChatMessage> messages, int count, ChatResponseFormatJson format)
    {
        foreach (var entry in _entries)
        {
            if (entry.IsFor(messages, count, format))
            {
                return entry.Learned;
            }
        }

        var learned = new Entry(messages, count, format);
        lock (_writing)
        {
            _entries = [learned, .. _entries.Take(Capacity - 1)];
        }

        return learned.Learned;
    }

    private sealed class Entry(IReadOnlyList<ChatMessage> messages, int count, ChatResponseFormatJson format)
    {
        private readonly (ChatRole Role, string Text)[] _messages =
            [.. messages.Take(count).Select(message => (message.Role, message.Text))];

        private readonly JsonElement _schema = format.Schema!.Value.Clone();

        public LearnedPrompt Learned { get; } = LearnedPrompt.From(messages, count, format.Schema!.Value);

        public bool IsFor(IReadOnlyList<ChatMessage> messages, int count, ChatResponseFormatJson otherFormat)
        {
            if (count != _messages.Length)
            {
                return false;
            }

            for (var index = 0; index < count; index++)
            {
                // string equality looks at the reference and the length before it looks at the text
                if (messages[index].Role != _messages[index].Role || messages[index].Text != _messages[index].Text)
                {
                    return false;
                }
            }

            return ReferenceEquals(format, otherFormat) || JsonElement.DeepEquals(_schema, otherFormat.Schema!.Value);
        }
    }
}
