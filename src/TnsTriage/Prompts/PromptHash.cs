using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace TnsTriage.Prompts;

/// <summary>
/// The identity of a prompt: SHA-256 over canonical JSON of what a model gets to see. No white space, members in ordinal order but for the fields
/// under <c>properties</c>: a model writes them in the order of the schema, and whether evidence comes before the verdict changes the answer.
/// </summary>
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
            var parameters = definition.Parameters;
            if (parameters.MaxTokens is { } maxTokens)
            {
                json.WriteNumber("maxTokens", maxTokens);
            }

            if (parameters.Temperature is { } temperature)
            {
                json.WriteNumber("temperature", temperature);
            }

            if (parameters.TopP is { } topP)
            {
                json.WriteNumber("topP", topP);
            }

            json.WriteEndObject();
            json.WritePropertyName("responseFormat");
            Write(json, answer);
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    /// <summary>The identity of an answer's schema alone.</summary>
    public static string Of(AnswerFormat answer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, answer);
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter json, AnswerFormat answer)
    {
        json.WriteStartObject();
        if (answer.Description is { } description)
        {
            json.WriteString("description", description);
        }

        json.WriteString("name", answer.Name);
        json.WritePropertyName("schema");
        WriteCanonical(json, answer.Schema, isFieldMap: false);
        json.WriteBoolean("strict", answer.IsStrict);
        json.WriteEndObject();
    }

    private static void WriteCanonical(Utf8JsonWriter json, JsonElement element, bool isFieldMap)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                IEnumerable<JsonProperty> members = element.EnumerateObject();
                foreach (var member in isFieldMap ? members : members.OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(member.Name);
                    WriteCanonical(json, member.Value, isFieldMap: !isFieldMap && member.NameEquals("properties"));
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    WriteCanonical(json, item, isFieldMap: false);
                }

                json.WriteEndArray();
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }
}
