using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TnsEval.Plugins.Offline;

/// <summary>
/// Writes what is known in the shape that the schema asks for: every property, in the schema's order, with an allowed value. Where nothing
/// is known, or what is known is not allowed, stands the first value that is: null, the first of an enum, "", 0, false, [].
/// </summary>
internal static class AnswerWriter
{
    /// <summary>The answer is read by a JSON parser, never put into a web page, so letters of any script stay as they are.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an answer.</summary>
    public static string Write(AnswerShape shape, JsonObject known)
    {
        var buffer = new ArrayBufferWriter<byte>(initialCapacity: 2048);
        using var json = new Utf8JsonWriter(buffer, Options);
        Write(json, shape, known);
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, AnswerShape shape, JsonNode? known)
    {
        // One value where several are asked, and several where one is, are the same knowledge.
        known = known is JsonArray list && shape.Kind != AnswerKind.Array ? list.FirstOrDefault() : known;
        switch (shape.Kind)
        {
            case AnswerKind.Null:
                json.WriteNullValue();
                break;
            case not AnswerKind.Array when known is null && shape.AllowsNull:
                json.WriteNullValue();
                break;
            case AnswerKind.Object:
                json.WriteStartObject();
                foreach (var (name, property) in shape.Properties)
                {
                    json.WritePropertyName(name);
                    Write(json, property, (known as JsonObject)?[name]);
                }

                json.WriteEndObject();
                break;
            case AnswerKind.Array:
                WriteArray(json, shape, known);
                break;
            case AnswerKind.Text:
                WriteText(json, shape, known);
                break;
            case AnswerKind.Number:
                json.WriteNumberValue(shape.Number);
                break;
            case AnswerKind.Boolean:
                json.WriteBooleanValue(known?.GetValueKind() == JsonValueKind.True);
                break;
        }
    }

    private static void WriteArray(Utf8JsonWriter json, AnswerShape shape, JsonNode? known)
    {
        IReadOnlyList<JsonNode?> elements = known switch
        {
            JsonArray array => [.. array],
            null => [],
            _ => [known],
        };
        json.WriteStartArray();
        if (shape.Items is { } items)
        {
            for (var index = 0; index < Math.Max(elements.Count, shape.MinItems); index++)
            {
                Write(json, items, index < elements.Count ? elements[index] : null);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, AnswerShape shape, JsonNode? known)
    {
        var text = known?.GetValueKind() == JsonValueKind.String ? known.GetValue<string>() : "";
        if (shape.Texts is { } allowed && !allowed.Contains(text, StringComparer.Ordinal))
        {
            if (shape.AllowsNull)
            {
                json.WriteNullValue();
                return;
            }

            text = allowed.FirstOrDefault("");
        }

        json.WriteStringValue(text.Length <= shape.MaxLength ? text : Cut(text, shape.MaxLength));
    }

    private static string Cut(string text, int length) =>
        text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
