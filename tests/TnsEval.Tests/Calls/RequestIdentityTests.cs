using System.Text.Json;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Tests.Calls;

public sealed class RequestIdentityTests
{
    private static readonly ChatMessage[] Messages = [new(ChatRole.System, "Assess the ticket."), new(ChatRole.User, "Ünïcode: 안녕")];

    /// <summary>
    /// Caches and cassettes hold this value: another one here means that none of them is found again. It is the SHA-256, computed by another program, of
    /// <c>{"messages":[{"role":"system","text":"Assess the ticket."},{"role":"user","text":"\u00DCn\u00EFcode: \uC548\uB155"}],"temperature":0,"seed":1,"schema":{"name":"answer","definition":{"type":"object"}}}</c>.
    /// </summary>
    [Fact]
    public void A_request_has_the_same_identity_in_every_process_and_version() =>
        RequestIdentity.Of(Messages, Options()).ShouldBe("4f76ef0095b1e36421ecd4a8e8fe9a0bb61ae90728340f314f4af349450ace9a");

    [Fact]
    public void Each_part_of_a_request_changes_its_identity()
    {
        Action<ChatOptions>[] changes =
        [
            _ => { },
            options => options.Temperature = 0.5f,
            options => options.Temperature = null,
            options => options.TopP = 0.5f,
            options => options.TopK = 5,
            options => options.MaxOutputTokens = 5,
            options => options.FrequencyPenalty = 0.5f,
            options => options.PresencePenalty = 0.5f,
            options => options.Seed = 2,
            options => options.Seed = null,
            options => options.StopSequences = ["a", "b"],
            options => options.StopSequences = ["b", "a"],
            options => options.Instructions = "Be brief.",
            options => options.Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Low },
            options => options.Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High },
            options => options.ResponseFormat = ChatResponseFormat.Json,
            options => options.ResponseFormat = null,
            options => options.ResponseFormat = Schema("""{"type":"object"}""", "other"),
            options => options.ResponseFormat = Schema("""{"type":"object"}""", "answer", "what it is"),
            options => options.ResponseFormat = Schema("""{"type":"array"}"""),
            options => options.AdditionalProperties = new() { ["strictJsonSchema"] = true },
            options => options.AdditionalProperties = new() { ["strictJsonSchema"] = false },
            options => options.AdditionalProperties = new() { ["seed"] = 1 },
        ];

        changes.Select(change => RequestIdentity.Of(Messages, Options(change))).ShouldBeUnique();
    }

    [Fact]
    public void Each_message_its_role_and_its_place_change_the_identity()
    {
        ChatMessage[][] requests =
        [
            [.. Messages],
            [.. Messages.Reverse()],
            [Messages[0]],
            [.. Messages, new(ChatRole.Assistant, "")],
            [new(ChatRole.User, Messages[0].Text), Messages[1]],
            [Messages[0], new(ChatRole.User, Messages[1].Text + " ")],
            [new(ChatRole.System, "Assess the"), new(ChatRole.User, " ticket.Ünïcode: 안녕")],
        ];

        requests.Select(request => RequestIdentity.Of(request, Options())).ShouldBeUnique();
    }

    [Fact]
    public void Model_and_order_of_additional_properties_do_not_change_the_identity()
    {
        var plain = Options(options => options.AdditionalProperties = new() { ["a"] = 1, ["b"] = 2 });
        var other = Options(options => (options.AdditionalProperties, options.ModelId) = (new() { ["b"] = 2, ["a"] = 1 }, "another"));

        RequestIdentity.Of(Messages, other).ShouldBe(RequestIdentity.Of(Messages, plain));
    }

    [Fact]
    public void No_options_are_empty_options() => RequestIdentity.Of(Messages, options: null).ShouldBe(RequestIdentity.Of(Messages, new ChatOptions()));

    [Fact]
    public void What_has_no_identity_is_refused_rather_than_taken_for_the_same()
    {
        ChatMessage image = new(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")]);
        var tools = Options(options => options.Tools = [AIFunctionFactory.Create(() => 1, "tool")]);

        Should.Throw<NotSupportedException>(() => RequestIdentity.Of([image], Options()));
        Should.Throw<NotSupportedException>(() => RequestIdentity.Of(Messages, tools));
    }

    private static ChatOptions Options(Action<ChatOptions>? change = null)
    {
        var options = new ChatOptions { Temperature = 0, Seed = 1, ResponseFormat = Schema("""{"type":"object"}""") };
        change?.Invoke(options);
        return options;
    }

    private static ChatResponseFormat Schema(string schema, string name = "answer", string? description = null) =>
        ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema), name, description);
}
