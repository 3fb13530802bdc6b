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
    public static string Of(IEnumerable<ChatMessage> messages, ChatOptions? options) => new RequestIdentities().Of([.. messages], options);

    internal static void Write(Utf8JsonWriter json, ChatMessage message)
    {
        json.WriteStartObject();
        json.WriteString("role", message.Role.Value);
        json.WriteString("text", message.Text);
        json.WriteEndObject();
    }

    /// <summary>What is not set is left out, so that an option that a later version knows does not change old identities.</summary>
    /// <param name="json">Takes all but the schema.</param>
    /// <param name="options">The options.</param>
    /// <param name="insertSchema">Called where the schema belongs.</param>
    internal static void Write(Utf8JsonWriter json, ChatOptions options, Action<ChatResponseFormatJson> insertSchema)
    {
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
            case ChatResponseFormatJson { Schema: not null } format:
                json.WriteStartObject("schema");
                json.WriteString("name", format.SchemaName);
                if (format.SchemaDescription is { } description)
                {
                    json.WriteString("description", description);
                }

                json.WritePropertyName("definition");
                insertSchema(format);
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
