using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using Microsoft.Extensions.AI;

namespace TnsEval.Abstractions;

/// <summary>
/// What <see cref="RequestIdentity"/> says of requests that begin alike, as all of a run do: the JSON of the messages before the ticket and of the schema, nearly
/// all of the bytes, is made once, and the hash over what comes before the ticket too. Safe to use from many threads.
/// </summary>
internal sealed class RequestIdentities
{
    /// <summary>Without validation, for the writer does not see what was hashed before.</summary>
    private static readonly JsonWriterOptions Pieces = new() { SkipValidation = true };

    private volatile Beginning? _beginning;
    private volatile Schema? _schema;

    /// <summary>See <see cref="RequestIdentity.Of"/>.</summary>
    public string Of(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        Check(messages, options);
        var beginning = _beginning;
        if (beginning is null || !beginning.IsOf(messages))
        {
            _beginning = beginning = new Beginning([.. messages.SkipLast(1)]);
        }

        using var hash = beginning.Hashed();
        var buffer = new ArrayBufferWriter<byte>(8 * 1024);
        using var json = new Utf8JsonWriter(buffer, Pieces);
        var hashed = 1;   // not the bracket that the writer needs to know of: the beginning has it
        json.WriteStartArray();
        foreach (var message in messages.Skip(beginning.Count))
        {
            RequestIdentity.Write(json, message);
        }

        json.WriteEndArray();
        RequestIdentity.Write(json, options ?? new ChatOptions(), format =>
        {
            HashWritten();
            hash.AppendData(SchemaOf(format));
        });
        HashWritten();
        hash.AppendData("}"u8);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void HashWritten()
        {
            json.Flush();
            hash.AppendData(buffer.WrittenSpan[hashed..]);
            hashed = buffer.WrittenCount;
        }
    }

    private byte[] SchemaOf(ChatResponseFormatJson format)
    {
        var schema = _schema;
        if (schema is null || schema.Format != format)
        {
            _schema = schema = new Schema(format, Written(json => format.Schema!.Value.WriteTo(json)));
        }

        return schema.Json;
    }

    private static void Check(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        foreach (var message in messages)
        {
            if (message.Contents.FirstOrDefault(content => content is not TextContent) is { } other)
            {
                throw new NotSupportedException($"a message holds {other.GetType().Name}, and only text has an identity");
            }
        }

        if (options?.Tools is { Count: > 0 })
        {
            throw new NotSupportedException("the options hold tools, which have no identity");
        }
    }

    private static byte[] Written(Action<Utf8JsonWriter> write, string end = "")
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var json = new Utf8JsonWriter(buffer, Pieces))
        {
            write(json);
        }

        return [.. buffer.WrittenSpan, .. Encoding.UTF8.GetBytes(end)];
    }

    private sealed record Schema(ChatResponseFormatJson Format, byte[] Json);

    /// <summary>All messages of a request but the last.</summary>
    private sealed class Beginning
    {
        private readonly Lock _lock = new();
        private readonly (ChatRole Role, string Text)[] _messages;
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public Beginning(IReadOnlyList<ChatMessage> messages)
        {
            _messages = [.. messages.Select(message => (message.Role, message.Text))];
            _hash.AppendData(Written(json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("messages");
                foreach (var message in messages)
                {
                    RequestIdentity.Write(json, message);
                }
            }, messages.Count == 0 ? "" : ","));
        }

        public int Count => _messages.Length;

        /// <summary>A hash that has had the canonical JSON of a request up to where its other messages follow.</summary>
        public IncrementalHash Hashed()
        {
            lock (_lock)   // a hash is not for two threads, not even to be copied
            {
                return _hash.Clone();
            }
        }

        /// <summary>Whether a request begins so and goes on. Quick, because texts that a prompt repeats are the same strings.</summary>
        public bool IsOf(IReadOnlyList<ChatMessage> messages)
        {
            if (messages.Count <= Count)
            {
                return false;
            }

            for (var index = 0; index < Count; index++)
            {
                if (_messages[index].Role != messages[index].Role || _messages[index].Text != messages[index].Text)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
