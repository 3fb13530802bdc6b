using System.Text.Json;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.Ollama.Tests;

public class OllamaChatClientTests
{
    [Fact]
    public async Task A_request_carries_messages_schema_and_every_sampling_setting()
    {
        await using var server = await FakeOllama.AnsweringAsync(FakeOllama.Line());
        using var client = server.Client(("OLLAMA_KEEP_ALIVE", "30m"), ("OLLAMA_API_KEY", "canary"));

        await client.GetResponseAsync(A.Prompt("Grüße, 山田"), A.Options());

        server.Calls.ShouldBe([("/api/chat", "Bearer canary")]);
        server.Requests.Single().GetRawText().ShouldBe(
            $$"""
            {"model":"llama3.1:8b","messages":[{"role":"system","content":"Decide."},{"role":"user","content":"Grüße, 山田"}],"format":{{A.Schema}},
            """.Trim() + """
            "options":{"temperature":0.25,"top_p":0.5,"seed":17,"num_predict":300,"num_ctx":4096},"keep_alive":"30m","stream":true,"truncate":false,"shift":false}
            """.Trim());
    }

    [Fact]
    public async Task What_is_not_set_is_not_sent()
    {
        await using var server = await FakeOllama.AnsweringAsync(FakeOllama.Line());
        using var client = server.Client();

        var response = await client.GetResponseAsync([new(ChatRole.User, "Hello")]);

        server.Calls.Single().Authorization.ShouldBeNull();
        var request = server.Requests.Single();
        request.TryGetProperty("format", out _).ShouldBeFalse();
        request.TryGetProperty("keep_alive", out _).ShouldBeFalse();
        request.GetProperty("options").GetRawText().ShouldBe("""{"num_ctx":4096}""");
        response.StructuredOutput.ShouldBe(StructuredOutput.None);
    }

    [Fact]
    public async Task An_answer_in_many_lines_is_put_together_without_the_thinking()
    {
        await using var server = await FakeOllama.AnsweringAsync(
            """{"message":{"role":"assistant","content":"","thinking":"hm, a canary"},"done":false}""" + "\n"
            + """{"message":{"role":"assistant","content":"{\"verdict\":"},"done":false}""" + "\n\r\n"
            + FakeOllama.Line(content: """\"none\"}""", more: ""","load_duration":1500000000,"prompt_eval_cached_count":30,"surprise":[1]"""));
        using var client = server.Client();

        var response = await client.GetResponseAsync(A.Prompt(), A.Options());

        response.Text.ShouldBe("""{"verdict":"none"}""");
        response.ModelId.ShouldBe("llama3.1:8b");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        response.StructuredOutput.ShouldBe(StructuredOutput.JsonSchema);
        response.LoadTime.ShouldBe(TimeSpan.FromSeconds(1.5));
        var usage = response.Usage.ShouldNotBeNull();
        (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount, usage.CachedInputTokenCount).ShouldBe((40, 12, 52, 30));
    }

    [Fact]
    public async Task A_server_that_answers_in_one_piece_laid_out_over_lines_is_understood()
    {
        await using var server = await FakeOllama.AnsweringAsync("{\n  \"message\": {\n    \"content\": \"yes\"\n  },\n  \"done\": true\n}\n");
        using var client = server.Client();

        (await client.GetResponseAsync(A.Prompt(), A.Options())).Text.ShouldBe("yes");
    }

    [Theory]
    [InlineData(0L, 0L)]
    [InlineData(null, null)]
    public async Task Counts_of_nothing_are_no_usage(long? read, long? written)
    {
        await using var server = await FakeOllama.AnsweringAsync(FakeOllama.Line(read: read, written: written));
        using var client = server.Client();

        (await client.GetResponseAsync(A.Prompt(), A.Options())).Usage.ShouldBeNull();
    }

    [Fact]
    public async Task An_answer_that_reached_its_limit_says_so()
    {
        await using var server = await FakeOllama.AnsweringAsync(FakeOllama.Line(content: "{", reason: "length"));
        using var client = server.Client();

        (await client.GetResponseAsync(A.Prompt(), A.Options())).FinishReason.ShouldBe(ChatFinishReason.Length);
    }

    [Fact]
    public async Task A_model_that_spends_its_tokens_thinking_is_truncated_and_the_message_says_what_to_raise()
    {
        await using var server = await FakeOllama.AnsweringAsync(
            """{"message":{"content":"","thinking":"let me think of the canary"},"done":false}""" + "\n" + FakeOllama.Line(content: "", reason: "length", written: 300));
        using var client = server.Client();

        var fault = await client.FaultAsync();

        fault.Kind.ShouldBe(ProviderFaultKind.Truncated);
        fault.Message.ShouldContain("300 tokens on thinking");
        fault.Message.ShouldContain("maxTokens");
    }

    [Fact]
    public async Task A_server_that_only_loads_the_model_has_not_answered()
    {
        await using var server = await FakeOllama.AnsweringAsync(FakeOllama.Line(content: "", reason: "load", read: null, written: null));
        using var client = server.Client();

        (await client.FaultAsync()).Kind.ShouldBe(ProviderFaultKind.Permanent);
    }

    [Fact]
    public async Task The_context_grows_with_the_longest_prompt_and_stays()
    {
        await using var server = await FakeOllama.AnsweringAsync(FakeOllama.Line());
        using var client = server.Client();

        foreach (var ticket in new[] { "short", new string('山', 3000), "short" })
        {
            await client.GetResponseAsync(A.Prompt(ticket), A.Options());
        }

        server.Requests.Select(request => request.GetProperty("options").GetProperty("num_ctx").GetInt32()).ShouldBe([4096, 16_384, 16_384]);
    }

    [Fact]
    public async Task A_prompt_that_fills_the_context_is_truncated_and_not_an_answer()
    {
        await using var server = await FakeOllama.AnsweringAsync(FakeOllama.Line(read: 4096));
        using var client = server.Client();

        var fault = await client.FaultAsync();

        fault.Kind.ShouldBe(ProviderFaultKind.Truncated);
        fault.Message.ShouldContain("4096");
        fault.Message.ShouldContain("OLLAMA_CONTEXT_LENGTH");
    }

    [Fact]
    public async Task A_prompt_that_cannot_fit_the_limit_is_not_sent()
    {
        await using var server = await FakeOllama.AnsweringAsync(FakeOllama.Line());
        using var client = server.Client(("OLLAMA_CONTEXT_LENGTH", "50"));

        var fault = await client.FaultAsync(A.Prompt(string.Concat(Enumerable.Repeat("word ", 60))));

        fault.Kind.ShouldBe(ProviderFaultKind.Truncated);
        fault.Message.ShouldContain("not sent");
        server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(400, """{"error":"json: cannot unmarshal object into Go struct field ChatRequest.format of type string"}""")]
    [InlineData(500, """{"error":"invalid JSON schema in format"}""")]
    [InlineData(200, """{"error":"failed to load model vocabulary required for format"}""")]
    public async Task A_server_that_does_not_take_the_schema_is_asked_for_any_json_and_not_offered_it_again(int status, string error)
    {
        await using var server = await FakeOllama.StartAsync((context, request) =>
            request.GetProperty("format").ValueKind == JsonValueKind.Object
                ? FakeOllama.WriteAsync(context, error, status)
                : FakeOllama.WriteAsync(context, FakeOllama.Line()));
        using var client = server.Client();

        var first = await client.GetResponseAsync(A.Prompt(), A.Options());
        var second = await client.GetResponseAsync(A.Prompt(), A.Options());

        first.StructuredOutput.ShouldBe(StructuredOutput.JsonObject);
        second.StructuredOutput.ShouldBe(StructuredOutput.JsonObject);
        server.Requests.Select(request => request.GetProperty("format").ToString()).ShouldBe([A.Schema, "json", "json"]);
    }

    [Fact]
    public async Task A_failure_that_the_schema_has_no_part_in_does_not_cost_the_schema()
    {
        var calls = 0;
        await using var server = await FakeOllama.StartAsync((context, request) => Interlocked.Increment(ref calls) <= 2
            ? FakeOllama.WriteAsync(context, """{"error":"failed to parse grammar"}""", 500)
            : FakeOllama.WriteAsync(context, FakeOllama.Line()));
        using var client = server.Client();

        (await client.FaultAsync()).Kind.ShouldBe(ProviderFaultKind.Transient);   // neither with the schema nor without it

        (await client.GetResponseAsync(A.Prompt(), A.Options())).StructuredOutput.ShouldBe(StructuredOutput.JsonSchema);
    }

    [Theory]
    [InlineData("llama3.1:8b")]
    [InlineData("library/llama3.1:8b-instruct-q4_K_M")]
    [InlineData("hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M")]
    [InlineData("registry.example.com:5000/team/model")]
    public async Task A_model_name_is_sent_as_it_is(string model)
    {
        await using var server = await FakeOllama.AnsweringAsync(FakeOllama.Line());
        using var client = new OllamaProvider().CreateClient(A.Settings(server.Host, model));

        await client.GetResponseAsync(A.Prompt(), A.Options());

        server.Requests.Single().GetProperty("model").GetString().ShouldBe(model);
    }

    [Fact]
    public async Task Streaming_gives_the_same_answer()
    {
        await using var server = await FakeOllama.AnsweringAsync(FakeOllama.Line());
        using var client = server.Client();

        var response = await client.GetStreamingResponseAsync(A.Prompt(), A.Options()).ToChatResponseAsync();

        response.Text.ShouldBe("""{"verdict":"none"}""");
        response.Usage!.InputTokenCount.ShouldBe(40);
    }

    [Fact]
    public async Task Four_hundred_calls_at_once_are_answered_and_connections_are_used_again()
    {
        await using var server = await FakeOllama.AnsweringAsync(FakeOllama.Line());
        using var client = server.Client();

        for (var round = 0; round < 4; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => client.GetResponseAsync(A.Prompt(), A.Options())));
        }

        server.Requests.Count.ShouldBe(400);
        server.Connections.Count.ShouldBeLessThanOrEqualTo(200);   // idle ones are taken first, but for those still on their way back
    }
}
