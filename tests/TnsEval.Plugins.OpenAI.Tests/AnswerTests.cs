using System.Text.Json;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Plugins.OpenAI.Responses;

namespace TnsEval.Plugins.OpenAI.Tests;

public class AnswerTests
{
    [Fact]
    public async Task An_answer_has_its_text_model_and_usage()
    {
        var response = await Given.AskAsync(Reply.Completion(
            """{"message":{"content":"{\"verdict\":\"none\"}"},"finish_reason":"stop"}""",
            """
            {"prompt_tokens":900,"completion_tokens":150,"total_tokens":1050,
             "prompt_tokens_details":{"cached_tokens":768,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":64}}
            """));

        response.Text.ShouldBe("""{"verdict":"none"}""");
        response.ModelId.ShouldBe("stub-2026-01-05");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        var usage = response.Usage.ShouldNotBeNull();
        usage.InputTokenCount.ShouldBe(900);
        usage.OutputTokenCount.ShouldBe(150);
        usage.TotalTokenCount.ShouldBe(1050);
        usage.CachedInputTokenCount.ShouldBe(768);
        usage.ReasoningTokenCount.ShouldBe(64);
    }

    [Fact]
    public async Task A_refusal_is_an_error_content_and_no_text()
    {
        var response = await Given.AskAsync(
            Reply.Completion("""{"message":{"content":null,"refusal":"I cannot help with that."},"finish_reason":"stop"}"""));

        response.Messages.Single().Contents.ShouldHaveSingleItem().ShouldBeOfType<ErrorContent>().ErrorCode.ShouldBe("Refusal");
        response.Text.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"content_filter\"", "content_filter")]
    [InlineData("\"length\"", "length")]
    [InlineData("\"eos_token\"", "eos_token")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public async Task Any_finish_reason_is_passed_on(string written, string? read)
    {
        var response = await Given.AskAsync(Reply.Completion($$"""{"message":{"content":"{"},"finish_reason":{{written}}}"""));

        response.FinishReason?.Value.ShouldBe(read);
        response.Text.ShouldBe("{");
    }

    [Fact]
    public async Task A_model_that_thought_until_its_budget_was_gone_says_so()
    {
        var response = await Given.AskAsync(Reply.Completion(
            """{"message":{"content":""},"finish_reason":"length"}""",
            """{"prompt_tokens":10,"completion_tokens":1200,"total_tokens":1210,"completion_tokens_details":{"reasoning_tokens":1200}}"""));

        response.FinishReason.ShouldBe(ChatFinishReason.Length);
        var error = response.Messages.Single().Contents.ShouldHaveSingleItem().ShouldBeOfType<ErrorContent>();
        error.Message.ShouldBe("the model spent its whole output limit before it began to answer, 1200 tokens of it on thinking; raise maxTokens in the prompt");
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"yes"}}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"yes"},"finish_reason":"stop","logprobs":null}],"usage":null,"model":null}""")]
    [InlineData("""{"choices":[{"message":{"content":[{"type":"text","text":"y"},{"type":"image"},7,{"type":"text","text":"es"}]}}],"usage":{}}""")]
    public async Task What_compatible_servers_leave_out_is_unknown_and_no_failure(string body)
    {
        var response = await Given.AskAsync(new Reply.Whole(200, body));

        response.Text.ShouldBe("yes");
        response.ModelId.ShouldBeNull();
        (response.Usage?.InputTokenCount).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"choices":[{}]}""")]
    [InlineData("""{"choices":[{"message":null}]}""")]
    [InlineData("""{"choices":[{"message":{"content":null}}]}""")]
    public async Task An_answer_of_nothing_is_an_empty_text_that_the_contract_rejects(string body) =>
        (await Given.AskAsync(new Reply.Whole(200, body))).Text.ShouldBeEmpty();

    [Fact]
    public async Task Log_probabilities_come_with_the_response_as_sent()
    {
        var response = await Given.AskAsync(Reply.Completion(
            """{"message":{"content":"{"},"finish_reason":"stop","logprobs":{"content":[{"token":"{","logprob":-0.01}],"refusal":null}}"""));

        var probabilities = response.AdditionalProperties![CompletionReader.LogProbabilitiesKey].ShouldBeOfType<JsonElement>();
        probabilities[0].GetProperty("logprob").GetDouble().ShouldBe(-0.01);
    }

    [Theory]
    [InlineData("", "application/json", ProviderFaultKind.Transient, "not a completion or not whole")]
    [InlineData("{\"choices\":[{\"mess", "application/json", ProviderFaultKind.Transient, "not a completion or not whole")]
    [InlineData("not JSON at all", "application/json; charset=utf-8", ProviderFaultKind.Transient, "not a completion or not whole")]
    [InlineData("not JSON at all", null, ProviderFaultKind.Transient, "not a completion or not whole")]
    [InlineData("{\"choices\":\"none\"}", "application/json", ProviderFaultKind.Transient, "not a completion or not whole")]
    [InlineData("{ }", "application/json", ProviderFaultKind.Transient, "not a completion or not whole")]
    [InlineData("{\"choices\":[]}", "application/json", ProviderFaultKind.Transient, "an empty list of choices")]
    [InlineData("{\"choices\":[null]}", "application/json", ProviderFaultKind.Transient, "an empty list of choices")]
    [InlineData("<!DOCTYPE html><title>Sign in</title>", "text/html; charset=utf-8", ProviderFaultKind.Settings, "text/html: this is a web page")]
    [InlineData("{\"status\":\"ok\"}", "application/json", ProviderFaultKind.Settings, "JSON that is no chat completion; check OPENAI_BASE_URL")]
    [InlineData("{\"error\":\"Unexpected endpoint or method. (POST /chat/completions)\"}", "application/json", ProviderFaultKind.Settings, "check OPENAI_BASE_URL")]
    [InlineData("{\"error\":{\"code\":429,\"message\":\"slow down\"}}", "application/json", ProviderFaultKind.RateLimited, "(429 inside a 200)")]
    [InlineData("{\"error\":{\"message\":\"upstream failed\"}}", "application/json", ProviderFaultKind.Transient, "(an error inside a 200)")]
    public async Task A_200_without_a_completion_is_no_answer(string body, string? contentType, ProviderFaultKind kind, string message)
    {
        var fault = await Given.FaultAsync(new Reply.Whole(200, body, contentType));

        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldContain(message);
    }

    [Fact]
    public async Task Streaming_gives_the_whole_answer()
    {
        using var server = new StubServer(Reply.Answer("whole"));
        using var client = new OpenAIProvider().Client(server);

        var response = await client.GetStreamingResponseAsync("a ticket").ToChatResponseAsync();

        response.Text.ShouldBe("whole");
        response.Usage!.OutputTokenCount.ShouldBe(3);
    }
}
