using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace TnsTriage.Prompts;

/// <summary>The identity of a prompt: SHA-256 over canonical JSON (members in ordinal order, no white space) of what a model gets to see.</summary>
internal static class PromptHash
{
    public static string Of(PromptDefinition definition, AnswerFormat answer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", 1);
            json.WriteStartArray("messages");
            foreach (var (role, content) in definition.Messages)
            {
                json.WriteStartObject();
                json.WriteString("content", content);
                json.WriteString("role", role.ToString().ToLowerInvariant());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("modelParameters");
            WriteNumber(json, "maxTokens", definition.Parameters.MaxTokens);
            WriteNumber(json, "temperature", definition.Parameters.Temperature);
            WriteNumber(json, "topP", definition.Parameters.TopP);
            json.WriteEndObject();
            json.WriteStartObject("responseFormat");
            json.WriteString("name", answer.Name);
            json.WritePropertyName("schema");
            WriteCanonical(json, answer.Schema);
            json.WriteBoolean("strict", answer.IsStrict);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, float? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteCanonical(Utf8JsonWriter json, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(property.Name);
                    WriteCanonical(json, property.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    WriteCanonical(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }
}
