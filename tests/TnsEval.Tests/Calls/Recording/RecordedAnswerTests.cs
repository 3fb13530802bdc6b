using System.Text.Json;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Calls.Recording;

namespace TnsEval.Tests.Calls.Recording;

public sealed class RecordedAnswerTests
{
    [Fact]
    public void An_answer_comes_back_with_text_usage_model_and_how_it_was_held_to_the_schema()
    {
        var response = ScriptedModel.Answer("안녕 \"quoted\"\n\u2028 line");
        response.Usage = new UsageDetails { InputTokenCount = 1, OutputTokenCount = 2, TotalTokenCount = 3, CachedInputTokenCount = 4, ReasoningTokenCount = 5 };
        response.StructuredOutput = StructuredOutput.JsonObject;

        var back = ThereAndBack(response);

        back.Text.ShouldBe(response.Text);
        back.FinishReason.ShouldBe(ChatFinishReason.Stop);
        back.ModelId.ShouldBe("m-1");
        back.StructuredOutput.ShouldBe(StructuredOutput.JsonObject);
        back.Usage.ShouldNotBeNull().CachedInputTokenCount.ShouldBe(4);
        (back.Usage.InputTokenCount, back.Usage.OutputTokenCount, back.Usage.TotalTokenCount, back.Usage.ReasoningTokenCount).ShouldBe((1, 2, 3, 5));
    }

    [Fact]
    public void What_a_provider_did_not_say_stays_unsaid()
    {
        var back = ThereAndBack(new ChatResponse(new ChatMessage(ChatRole.Assistant, "")));

        (back.Text, back.FinishReason, back.ModelId, back.Usage, back.StructuredOutput).ShouldBe(("", null, null, null, null));
        back.Messages.Single().Contents.ShouldBeEmpty();
    }

    [Fact]
    public void A_refusal_keeps_its_code_and_not_its_words()
    {
        var refusal = new ChatResponse(new ChatMessage(ChatRole.Assistant, [new ErrorContent("I will not talk about that") { ErrorCode = "Refusal" }]));

        var json = Json(refusal);

        json.ShouldNotContain("talk");
        RecordedAnswerOf(json).ToResponse().Messages.Single().Contents.ShouldHaveSingleItem().ShouldBeOfType<ErrorContent>().ErrorCode.ShouldBe("Refusal");
    }

    [Fact]
    public void Headers_and_raw_forms_of_a_response_are_not_kept()
    {
        var response = ScriptedModel.Answer("answer");
        response.RawRepresentation = "sk-canary";
        response.AdditionalProperties = new() { ["authorization"] = "sk-canary" };

        Json(response).ShouldNotContain("sk-canary");
    }

    private static ChatResponse ThereAndBack(ChatResponse response) => RecordedAnswerOf(Json(response)).ToResponse();

    private static string Json(ChatResponse response) => JsonSerializer.Serialize(RecordedAnswer.Of(response), RecordingJson.Lines.RecordedAnswer);

    private static RecordedAnswer RecordedAnswerOf(string json) => JsonSerializer.Deserialize(json, RecordingJson.Lines.RecordedAnswer)!;
}
