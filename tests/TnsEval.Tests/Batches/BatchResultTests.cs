using System.Text;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Batches;

namespace TnsEval.Tests.Batches;

public sealed class BatchResultTests
{
    [Fact]
    public void An_answer_carries_text_model_usage_and_how_it_ended()
    {
        var answer = Read(Line("""
            {"status_code":200,"body":{"model":"gpt-x-2026","choices":[{"message":{"role":"assistant","content":"{}","refusal":null},"finish_reason":"stop"}],
             "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":8},"completion_tokens_details":{"reasoning_tokens":2}}}}
            """)).ShouldBeOfType<BatchResult.Answered>().Response;

        (answer.Text, answer.ModelId, answer.FinishReason).ShouldBe(("{}", "gpt-x-2026", ChatFinishReason.Stop));
        var usage = answer.Usage.ShouldNotBeNull();
        (usage.InputTokenCount, usage.OutputTokenCount, usage.CachedInputTokenCount, usage.ReasoningTokenCount).ShouldBe((10, 5, 8, 2));
    }

    [Fact]
    public void A_refusal_is_a_code_and_no_text()
    {
        var answer = Read(Line("""{"status_code":200,"body":{"choices":[{"message":{"content":null,"refusal":"I will not"},"finish_reason":"stop"}]}}"""))
            .ShouldBeOfType<BatchResult.Answered>().Response;

        answer.Messages[0].Contents.ShouldHaveSingleItem().ShouldBeOfType<ErrorContent>().ErrorCode.ShouldBe("Refusal");
    }

    [Theory]
    [InlineData("content_filter", ProviderFaultKind.Refused)]
    [InlineData("context_length_exceeded", ProviderFaultKind.Truncated)]
    public void What_the_service_declines_because_of_the_ticket_is_no_failure_of_the_service(string code, ProviderFaultKind kind) =>
        Read(Line($$$$"""{"status_code":400,"body":{"error":{"code":"{{{{code}}}}","message":"private"}}}""")).ShouldBeOfType<BatchResult.Declined>().Fault.Kind.ShouldBe(kind);

    [Theory]
    [InlineData("""{"status_code":429,"body":{"error":{"code":"rate_limit","message":"private"}}}""", "the batch failed with status 429, error rate_limit")]
    [InlineData("""{"status_code":500,"body":null}""", "the batch failed with status 500, no error code")]
    [InlineData("""{"status_code":400,"body":{"error":{"code":"your ticket said private"}}}""", "the batch failed with status 400, no error code")]
    [InlineData("""{"status_code":200,"body":{"choices":[]}}""", "the result holds no answer")]
    [InlineData("""{"status_code":200,"body":"<html>"}""", "the result holds no answer")]
    public void A_failure_is_told_by_status_and_code_alone(string response, string reason) =>
        Read(Line(response)).ShouldBe(new BatchResult.Failed(reason));

    [Fact]
    public void A_line_of_the_error_file_is_a_failure() =>
        Read("""{"id":"r-1","custom_id":"t-1","response":null,"error":{"code":"batch_expired","message":"private"}}""")
            .ShouldBe(new BatchResult.Failed("the batch failed with error batch_expired"));

    [Theory]
    [InlineData("{\"custom_id\":\"t-1\",\"resp")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"custom_id\":7,\"response\":{}}")]
    [InlineData("{\"custom_id\":\"t-1\",\"method\":\"POST\"}")]
    public void What_is_no_result_line_is_told_apart(string line) => BatchResult.Read(Encoding.UTF8.GetBytes(line)).ShouldBeNull();

    private static BatchResult Read(string line) => BatchResult.Read(Encoding.UTF8.GetBytes(line))!.Value.Result;

    private static string Line(string response) => $$"""{"id":"r-1","custom_id":"t-1","response":{{response}},"error":null}""";
}
