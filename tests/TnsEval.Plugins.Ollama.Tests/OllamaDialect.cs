using System.Text.Json;
using TnsEval.ProviderConformance;

namespace TnsEval.Plugins.Ollama.Tests;

/// <summary>Ollama's <c>/api/chat</c> on the wire. It has no refusals, no filter and no accounts.</summary>
internal sealed class OllamaDialect : WireDialect
{
    public override HttpReply Answer(string text, int inputTokens, int outputTokens) =>
        Stream(text, $$"""{"done": true, "done_reason": "stop", "prompt_eval_count": {{inputTokens}}, "eval_count": {{outputTokens}}}""");

    public override HttpReply? AnswerWithoutUsage(string text) => Stream(text, """{"done": true, "done_reason": "stop"}""");

    public override HttpReply? CutAnswer(string text) =>
        Stream(text, """{"done": true, "done_reason": "length", "prompt_eval_count": 40, "eval_count": 12}""");

    public override HttpReply? Refusal(string text) => null;

    public override HttpReply? FilteredAnswer => null;

    public override HttpReply? FilteredPrompt => null;

    public override HttpReply? NoAnswer =>
        Lines("""{"model": "llama3.1:8b", "message": {"role": "assistant", "content": ""}, "done": true, "done_reason": "load"}""");

    public override HttpReply? PromptTooLong =>
        Error(400, "request (9351 tokens) exceeds the available context size (8192 tokens), try increasing it");

    public override HttpReply? UnknownModel(string model) => Error(404, $"model '{model}' not found");

    public override HttpReply? OutOfCredit => null;

    public override HttpReply Error(int status, string message) => HttpReply.Json(status, JsonSerializer.Serialize(new { error = message }));

    public override string PromptOf(HttpRequest request) =>
        JsonElement.Parse(request.Body).GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;

    /// <summary>The text in two lines of the stream, then the line that closes it.</summary>
    private static HttpReply Stream(string text, string last)
    {
        var half = text.Length / 2;
        half -= half > 0 && char.IsHighSurrogate(text[half - 1]) ? 1 : 0;
        return Lines(Line(text[..half]), Line(text[half..]), last);
    }

    private static string Line(string content) =>
        JsonSerializer.Serialize(new { model = "llama3.1:8b", message = new { role = "assistant", content }, done = false });

    private static HttpReply Lines(params string[] lines) => new(200, "application/x-ndjson", string.Join('\n', lines) + "\n");
}
