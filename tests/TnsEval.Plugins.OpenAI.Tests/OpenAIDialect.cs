using System.Text.Json;
using TnsEval.ProviderConformance;

namespace TnsEval.Plugins.OpenAI.Tests;

/// <summary>OpenAI's chat completions on the wire, as its API reference shows them.</summary>
internal sealed class OpenAIDialect : WireDialect
{
    private const string NoUsage = "null";

    public override HttpReply Answer(string text, int inputTokens, int outputTokens) => Completion(
        Json(text),
        "stop",
        $$"""{"prompt_tokens": {{inputTokens}}, "completion_tokens": {{outputTokens}}, "total_tokens": {{inputTokens + outputTokens}}}""");

    public override HttpReply? AnswerWithoutUsage(string text) => Completion(Json(text), "stop", NoUsage);

    public override HttpReply? CutAnswer(string text) => Completion(Json(text), "length", NoUsage);

    public override HttpReply? Refusal(string text) => Completion("null", "stop", NoUsage, refusal: Json(text));

    public override HttpReply? FilteredAnswer => Completion("\"\"", "content_filter", NoUsage);

    public override HttpReply? FilteredPrompt => Error(400, "The response was filtered", "content_filter");

    public override HttpReply? NoAnswer => HttpReply.Json(200, """{"object": "chat.completion", "model": "gpt-x-2026-01-05", "choices": []}""");

    public override HttpReply? PromptTooLong => Error(400, "This model's maximum context length is 8192 tokens.", "context_length_exceeded");

    public override HttpReply? UnknownModel(string model) => Error(404, $"The model `{model}` does not exist", "model_not_found");

    public override HttpReply? OutOfCredit => Error(429, "You exceeded your current quota", "insufficient_quota");

    public override HttpReply Error(int status, string message) => Error(status, message, code: null);

    /// <summary>Azure's do.</summary>
    public override bool SendsRetryAfterMilliseconds => true;

    public override string PromptOf(HttpRequest request) =>
        JsonElement.Parse(request.Body).GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;

    private static HttpReply Error(int status, string message, string? code) => HttpReply.Json(
        status, JsonSerializer.Serialize(new { error = new { message, type = "invalid_request_error", param = (string?)null, code } }));

    private static HttpReply Completion(string content, string finishReason, string usage, string refusal = "null") => HttpReply.Json(200, $$"""
        {"id": "chatcmpl-1", "object": "chat.completion", "created": 1767600000, "model": "gpt-x-2026-01-05",
         "choices": [{"index": 0, "message": {"role": "assistant", "content": {{content}}, "refusal": {{refusal}}}, "finish_reason": "{{finishReason}}"}],
         "usage": {{usage}}}
        """);

    private static string Json(string text) => JsonSerializer.Serialize(text);
}
