using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TnsTriage.Prompts;

namespace TnsEval.Benchmarks.Load;

/// <summary>A request as long as those of a run with the longest shipped prompt.</summary>
internal static class SampleRequest
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(PromptVersion prompt) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["model"] = "load",
        ["messages"] = new JsonArray([.. prompt.Definition.Messages.Select(message => new JsonObject
        {
            ["role"] = message.Role.ToString().ToLowerInvariant(),
            ["content"] = message.Content + (message == prompt.Definition.Messages[^1] ? new string('x', 600) : ""),
        })]),
        ["temperature"] = 0,
        ["seed"] = 1,
        ["response_format"] = new JsonObject
        {
            ["type"] = "json_schema",
            ["json_schema"] = new JsonObject { ["name"] = prompt.Answer.Name, ["strict"] = true, ["schema"] = JsonNode.Parse(prompt.Answer.Schema.GetRawText()) },
        },
    }, Readable);
}
