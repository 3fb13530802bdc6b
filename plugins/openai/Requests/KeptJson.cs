using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TnsEval.Plugins.OpenAI.Requests;

/// <summary>
/// The JSON of what a run sends with every ticket, the messages before the ticket and the schema, made once: they are tens of kilobytes, the ticket is one or
/// two. Keeps those of the latest prompt. Safe to use from many threads.
/// </summary>
internal sealed class KeptJson
{
    private volatile Start? _start;
    private volatile Schema? _schema;

    /// <summary>The first messages of a request, each with a comma after it.</summary>
    /// <param name="messages">All its messages.</param>
    /// <param name="write">Writes one.</param>
    /// <returns>Their JSON, and how many they are; at least the last message is not among them.</returns>
    public (ReadOnlyMemory<byte> Json, int Count) StartOf(IReadOnlyList<ChatMessage> messages, Action<Utf8JsonWriter, ChatMessage> write)
    {
        var start = _start;
        if (start is null || !start.IsOf(messages))
        {
            _start = start = Start.Of([.. messages.SkipLast(1)], write);
        }

        return (start.Json, start.Messages.Count);
    }

    /// <summary>The schema of a format that has one.</summary>
    public ReadOnlyMemory<byte> SchemaOf(ChatResponseFormatJson format)
    {
        var schema = _schema;
        if (schema is null || schema.Format != format)
        {
            _schema = schema = new Schema(format, Written(json => format.Schema!.Value.WriteTo(json)));
        }

        return schema.Json;
    }

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RequestBody.Options))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private sealed record Schema(ChatResponseFormatJson Format, byte[] Json);

    private sealed record Start(IReadOnlyList<(ChatRole Role, string Text)> Messages, byte[] Json)
    {
        public static Start Of(IReadOnlyList<ChatMessage> messages, Action<Utf8JsonWriter, ChatMessage> write) => new(
            [.. messages.Select(message => (message.Role, message.Text))],
            messages.Count == 0 ? [] : [.. Written(json => WriteAll(json, messages, write)).AsSpan(1), (byte)',']);   // not the bracket

        private static void WriteAll(Utf8JsonWriter json, IReadOnlyList<ChatMessage> messages, Action<Utf8JsonWriter, ChatMessage> write)
        {
            json.WriteStartArray();
            foreach (var message in messages)
            {
                write(json, message);
            }
        }

        /// <summary>Quick, because texts that a prompt repeats are the same strings.</summary>
        public bool IsOf(IReadOnlyList<ChatMessage> messages)
        {
            if (messages.Count <= Messages.Count)
            {
                return false;
            }

            for (var index = 0; index < Messages.Count; index++)
            {
                if (Messages[index].Role != messages[index].Role || Messages[index].Text != messages[index].Text)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
