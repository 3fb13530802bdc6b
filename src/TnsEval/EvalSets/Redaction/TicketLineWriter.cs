using System.Text.Encodings.Web;
using System.Text.Json;

namespace TnsEval.EvalSets.Redaction;

/// <summary>The texts of one line of an eval set, and the line with other texts in their places; all else stays, in its order.</summary>
internal static class TicketLineWriter
{
    /// <summary>Subject, body, reason and the bodies of the thread with their field names. The line must have passed <see cref="TicketLineReader"/>.</summary>
    public static (string Field, string Text)[] TextsOf(EvalCase @case) =>
    [
        ("subject", @case.Ticket.Subject),
        ("body", @case.Ticket.Body),
        ("why", @case.Why),
        .. @case.Ticket.Thread.Select((message, index) => ($"thread[{index}]", message.Body)),
    ];

    /// <summary>Writes the line with <paramref name="texts"/> in the order of <see cref="TextsOf"/>.</summary>
    public static void Write(Stream stream, ReadOnlyMemory<byte> line, IReadOnlyList<string> texts)
    {
        using var document = JsonDocument.Parse(line);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            json.WritePropertyName(property.Name);
            switch (property.Name)
            {
                case "subject":
                    json.WriteStringValue(texts[0]);
                    break;
                case "body":
                    json.WriteStringValue(texts[1]);
                    break;
                case "why":
                    json.WriteStringValue(texts[2]);
                    break;
                case "thread":
                    WriteThread(json, property.Value, texts);
                    break;
                default:
                    property.Value.WriteTo(json);
                    break;
            }
        }

        json.WriteEndObject();
    }

    private static void WriteThread(Utf8JsonWriter json, JsonElement thread, IReadOnlyList<string> texts)
    {
        json.WriteStartArray();
        foreach (var (index, message) in thread.EnumerateArray().Index())
        {
            json.WriteStartObject();
            json.WritePropertyName("from");
            message.GetProperty("from").WriteTo(json);
            json.WriteString("body", texts[index + 3]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
