using System.Text.Json;
using TnsEval.ProviderConformance;

namespace Acme.Tests;

/// <summary>The Acme API on the wire.</summary>
internal sealed class AcmeDialect : WireDialect
{
    public override HttpReply Answer(string text, int inputTokens, int outputTokens) => HttpReply.Json(200, JsonSerializer.Serialize(
        new { model = "small-2", text, stop = "done", tokens = new { @in = inputTokens, @out = outputTokens } }));

    public override HttpReply? AnswerWithoutUsage(string text) => Stopped(text, "done");

    public override HttpReply? CutAnswer(string text) => Stopped(text, "limit");

    public override HttpReply? Refusal(string text) => Stopped(text, "refused");

    public override HttpReply? FilteredAnswer => Stopped("", "filtered");

    public override HttpReply? FilteredPrompt => Coded(400, "filtered");

    public override HttpReply? NoAnswer => HttpReply.Json(200, """{"model": "small-2", "stop": "done"}""");

    public override HttpReply? PromptTooLong => Coded(400, "too_long");

    public override HttpReply? UnknownModel(string model) => Coded(404, "unknown_model");

    public override HttpReply? OutOfCredit => Coded(429, "no_credit");

    public override HttpReply Error(int status, string message) => HttpReply.Json(status, JsonSerializer.Serialize(new { code = "other", message }));

    public override string PromptOf(HttpRequest request) =>
        JsonElement.Parse(request.Body).GetProperty("messages").EnumerateArray().Last().GetProperty("text").GetString()!;

    private static HttpReply Stopped(string text, string stop) => HttpReply.Json(200, JsonSerializer.Serialize(new { model = "small-2", text, stop }));

    private static HttpReply Coded(int status, string code) => HttpReply.Json(status, JsonSerializer.Serialize(new { code }));
}
