using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

using Microsoft.Extensions.AI;

namespace TnsEval.Abstractions;

/// <summary>
/// What makes two requests the same question: messages, sampling settings and answer format. It names neither provider, model, endpoint nor
/// key, so that an answer recorded from one place can be served in another.
/// </summary>
public static class RequestIdentity
{
    /// <summary>SHA-256 over the request's canonical JSON, as 64 lower-case hexadecimal digits.</summary>
    /// <exception cref="NotSupportedException">A message holds something else than text, or the options hold tools: their identity is not defined.</exception>
    public static string Of(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("messages");
            foreach (var message in messages)
            {
                Write(json, message);
            }

            json.WriteEndArray();
            Write(json, options ?? new ChatOptions());
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter json, ChatMessage message)
    {
        if (message.Contents.FirstOrDefault(content => content is not TextContent) is { } other)
        {
            throw new NotSupportedException($"a message holds {other.GetType().Name}, and only text has an identity");
        }

        json.WriteStartObject();
        json.WriteString("role", message.Role.Value);
        json.WriteString("text", message.Text);
        json.WriteEndObject();
    }

    /// <summary>What is not set is left out, so that an option that a later version knows does not change old identities.</summary>
    private static void Write(Utf8JsonWriter json, ChatOptions options)
    {
        if (options.Tools is { Count: > 0 })
        {
            throw new NotSupportedException("the options hold tools, which have no identity");
        }

        if (options.Instructions is { } instructions)
        {
            json.WriteString("instructions", instructions);
        }

        if (options.Reasoning?.Effort is { } effort)
        {
            json.WriteString("reasoningEffort", effort.ToString());
        }

        Write(json, "temperature", options.Temperature);
        Write(json, "topP", options.TopP);
        Write(json, "topK", options.TopK);
        Write(json, "maxOutputTokens", options.MaxOutputTokens);
        Write(json, "frequencyPenalty", options.FrequencyPenalty);
        Write(json, "presencePenalty", options.PresencePenalty);
        if (options.Seed is { } seed)
        {
            json.WriteNumber("seed", seed);
        }

        if (options.StopSequences is { Count: > 0 } stops)
        {
            json.WriteStartArray("stop");
            foreach (var stop in stops)
            {
                json.WriteStringValue(stop);
            }

            json.WriteEndArray();
        }

        switch (options.ResponseFormat)
        {
            case ChatResponseFormatJson { Schema: { } schema } format:
                json.WriteStartObject("schema");
                json.WriteString("name", format.SchemaName);
                if (format.SchemaDescription is { } description)
                {
                    json.WriteString("description", description);
                }

                json.WritePropertyName("definition");
                schema.WriteTo(json);
                json.WriteEndObject();
                break;
            case ChatResponseFormatJson:
                json.WriteBoolean("json", value: true);
                break;
        }

        if (options.AdditionalProperties is { Count: > 0 } others)
        {
            json.WriteStartObject("others");
            foreach (var (name, value) in others.OrderBy(property => property.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
            }

            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, string name, float? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
