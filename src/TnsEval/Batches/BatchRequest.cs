using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TnsEval.Batches;

/// <summary>One line of an OpenAI batch file: a request as the live provider would send it.</summary>
internal static class BatchRequest
{
    private const string StrictKey = "strictJsonSchema";   // where the classifier puts it, as clients of Microsoft.Extensions.AI expect

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line with its end.</summary>
    /// <param name="customId">Comes back with the answer.</param>
    /// <param name="model">The model's name at the service.</param>
    /// <param name="messages">What is asked.</param>
    /// <param name="options">How.</param>
    public static ReadOnlyMemory<byte> Line(string customId, string model, IEnumerable<ChatMessage> messages, ChatOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("custom_id", customId);
            json.WriteString("method", "POST");
            json.WriteString("url", "/v1/chat/completions");
            json.WriteStartObject("body");
            json.WriteString("model", model);
            json.WriteStartArray("messages");
            foreach (var message in messages)
            {
                json.WriteStartObject();
                json.WriteString("role", message.Role.Value);
                json.WriteString("content", message.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Write(json, options);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, ChatOptions options)
    {
        if (options.Temperature is { } temperature)
        {
            json.WriteNumber("temperature", temperature);
        }

        if (options.TopP is { } topP)
        {
            json.WriteNumber("top_p", topP);
        }

        if (options.MaxOutputTokens is { } maxTokens)
        {
            json.WriteNumber("max_completion_tokens", maxTokens);
        }

        if (options.Seed is { } seed)
        {
            json.WriteNumber("seed", seed);
        }

        if (options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } format)
        {
            json.WriteStartObject("response_format");
            json.WriteString("type", "json_schema");
            json.WriteStartObject("json_schema");
            json.WriteString("name", format.SchemaName);
            if (format.SchemaDescription is { } description)
            {
                json.WriteString("description", description);
            }

            json.WriteBoolean("strict", options.AdditionalProperties?.TryGetValue(StrictKey, out bool isStrict) == true && isStrict);
            json.WritePropertyName("schema");
            schema.WriteTo(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }
}
