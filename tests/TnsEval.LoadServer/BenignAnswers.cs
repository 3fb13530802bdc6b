using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TnsEval.LoadServer;

/// <summary>
/// Replies that hold a benign assessment in the shape the request's schema asks for. A schema is read the first time it is seen; later requests are
/// told by its bytes, without any parsing.
/// </summary>
internal sealed class BenignAnswers
{
    private const int SchemasAtMost = 64;

    private static readonly byte[] Unshaped = Completion("""
        {"evidence": [], "categories": [], "rationale": "no event", "verdict": "none", "severity": "none",
         "prompt_injection": {"present": false, "aim": "none"}, "needs_human": {"needed": false, "reason": null}}
        """);

    private readonly Lock _adding = new();
    private volatile (byte[] Format, byte[] Reply)[] _known = [];

    /// <summary>A reply whose text is no assessment.</summary>
    public static byte[] Malformed { get; } = Completion("I think this one is fine.");

    public byte[] For(ReadOnlySpan<byte> request)
    {
        // Quotes inside a message are escaped, so only the property itself looks like this.
        var start = request.IndexOf("\"response_format\""u8);
        if (start < 0)
        {
            return Unshaped;
        }

        var rest = request[start..];
        foreach (var (format, reply) in _known)
        {
            if (rest.StartsWith(format))
            {
                return reply;
            }
        }

        return Add(rest);
    }

    private byte[] Add(ReadOnlySpan<byte> fromFormat)
    {
        var colon = fromFormat.IndexOf((byte)':') + 1;
        var reader = new Utf8JsonReader(fromFormat[colon..]);
        var schema = JsonElement.ParseValue(ref reader) is { ValueKind: JsonValueKind.Object } format
            && format.TryGetProperty("json_schema", out var named) && named.TryGetProperty("schema", out var found) ? found : default;
        var reply = schema.ValueKind == JsonValueKind.Object ? Completion(Benign(schema)!.ToJsonString()) : Unshaped;
        var bytes = fromFormat[..(colon + (int)reader.BytesConsumed)].ToArray();
        lock (_adding)
        {
            if (_known.Length < SchemasAtMost)
            {
                _known = [.. _known, (bytes, reply)];
            }
        }

        return reply;
    }

    /// <summary>The least alarming value of a schema: nothing found, nothing known, no.</summary>
    private static JsonNode? Benign(JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out var values))
        {
            JsonElement[] allowed = [.. values.EnumerateArray()];
            var chosen = allowed.FirstOrDefault(value => value.ValueKind == JsonValueKind.Null || value.ValueEquals("none"), allowed[0]);
            return chosen.ValueKind == JsonValueKind.Null ? null : JsonValue.Create(chosen.GetString());
        }

        var type = schema.TryGetProperty("type", out var stated) ? stated : default;
        if (type.ValueKind == JsonValueKind.Array)
        {
            return null;   // "or null", in the schemas of assessments
        }

        switch (type.ValueKind == JsonValueKind.String ? type.GetString() : null)
        {
            case "object":
                return new JsonObject(schema.GetProperty("properties").EnumerateObject()
                    .Select(property => KeyValuePair.Create(property.Name, Benign(property.Value))));
            case "array":
                return new JsonArray();
            case "boolean":
                return JsonValue.Create(false);
            case "integer" or "number":
                return JsonValue.Create(0);
            default:
                return JsonValue.Create("no event");
        }
    }

    private static byte[] Completion(string text) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["id"] = "chatcmpl-load",
        ["object"] = "chat.completion",
        ["created"] = 0,
        ["model"] = "load",
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text, ["refusal"] = null },
            ["logprobs"] = null,
            ["finish_reason"] = "stop",
        }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 1000, ["completion_tokens"] = 100, ["total_tokens"] = 1100 },
    }.ToJsonString());
}
