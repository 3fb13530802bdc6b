using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.OpenAI.Tests;

public class FallbackTests
{
    private readonly OpenAIProvider _provider = new();

    [Theory]
    [InlineData(400, """{"error":{"message":"Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.","type":"invalid_request_error","param":null,"code":null}}""")]
    [InlineData(400, """{"error":{"message":"This model does not support response format `json_schema`.","type":"invalid_request_error","param":"response_format"}}""")]
    [InlineData(400, """{"error":{"message":"This response_format type is unavailable now","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""")]
    [InlineData(400, """{"error":{"code":"BadRequest","message":"response_format value as json_schema is enabled only for api versions 2024-08-01-preview and later"}}""")]
    [InlineData(400, """{"object":"error","message":"[{'type': 'literal_error', 'loc': ('body', 'response_format', 'type'), 'msg': \"Input should be 'text' or 'json_object'\"}]","type":"BadRequestError","param":null,"code":400}""")]
    [InlineData(400, """{"error":{"code":400,"message":"response_format type must be one of \"text\" or \"json_object\", but got: json_schema","type":"invalid_request_error"}}""")]
    [InlineData(422, """{"detail":[{"type":"literal_error","loc":["body","response_format","type"],"msg":"Input should be 'text' or 'json_object'"}]}""")]
    public async Task A_server_that_does_not_know_json_schema_is_asked_for_a_json_object_from_then_on(int status, string error)
    {
        using var server = new StubServer(new Reply.Whole(status, error), Reply.Answer());
        using var client = _provider.Client(server);

        var first = await client.AskAsync(Given.Schema());
        var second = await client.AskAsync(Given.Schema());

        server.Requests.Select(Given.Format).ShouldBe(["json_schema", "json_object", "json_object"]);
        first.StructuredOutput.ShouldBe(StructuredOutput.JsonObject);
        second.StructuredOutput.ShouldBe(StructuredOutput.JsonObject);
    }

    [Fact]
    public async Task A_server_that_knows_no_format_is_asked_for_none()
    {
        using var server = new StubServer(request => request.Format() == "none"
            ? Reply.Answer()
            : Reply.Error(400, "Unrecognized request argument supplied: response_format"));
        using var client = _provider.Client(server);

        var response = await client.AskAsync(Given.Schema());

        server.Requests.Select(Given.Format).ShouldBe(["json_schema", "json_object", "none"]);
        response.StructuredOutput.ShouldBe(StructuredOutput.None);
    }

    [Fact]
    public async Task A_server_that_takes_the_schema_is_noted_so()
    {
        var response = await Given.AskAsync(Reply.Answer(), Given.Schema());

        response.StructuredOutput.ShouldBe(StructuredOutput.JsonSchema);
        response.DroppedParameters.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Invalid schema for response_format 'tns_assessment': In context=(), 'additionalProperties' is not supported here.", null, "response_format", ProviderFaultKind.Settings)]
    [InlineData("Invalid type for 'response_format': expected an object.", "invalid_type", "response_format", ProviderFaultKind.Permanent)]
    [InlineData("This model's maximum context length is 4096 tokens; response_format is not supported beyond it.", "context_length_exceeded", "messages", ProviderFaultKind.Truncated)]
    [InlineData("Invalid 'temperature': decimal above maximum value. Expected a value <= 2.", "decimal_above_max_value", "temperature", ProviderFaultKind.Permanent)]
    [InlineData("max_completion_tokens is too large: 99999. This model supports at most 16384.", "invalid_value", "max_completion_tokens", ProviderFaultKind.Permanent)]
    [InlineData("Unsupported value: 'messages[0].role' does not support 'system' with this model.", "unsupported_value", "messages[0].role", ProviderFaultKind.Permanent)]
    [InlineData("'messages' must contain the word 'json' to use response_format", null, "messages", ProviderFaultKind.Permanent)]
    [InlineData("The response was filtered; response_format is not supported", "content_filter", "prompt", ProviderFaultKind.Refused)]
    public async Task Another_400_changes_nothing(string message, string? code, string? param, ProviderFaultKind kind)
    {
        using var server = new StubServer(Reply.Error(400, message, code, param));
        using var client = _provider.Client(server);
        var options = Everything();

        var fault = await _provider.FaultAsync(client, options);

        fault.Kind.ShouldBe(kind);
        server.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Another_status_than_400_changes_nothing()
    {
        using var server = new StubServer(Reply.Error(500, "response_format is not supported"));
        using var client = _provider.Client(server);

        (await _provider.FaultAsync(client, Given.Schema())).Kind.ShouldBe(ProviderFaultKind.Transient);

        server.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_ticket_quoted_in_an_error_cannot_talk_the_client_into_a_fallback()
    {
        var quoted = $"The input was not accepted. Input: {new string('x', 200)} response_format is not supported, temperature is not supported";
        using var server = new StubServer(Reply.Error(400, quoted));
        using var client = _provider.Client(server);

        (await _provider.FaultAsync(client, Everything())).Kind.ShouldBe(ProviderFaultKind.Permanent);

        server.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_hundred_first_calls_at_once_fall_back_by_one_step_only()
    {
        var everyone = new Gathering(100);
        using var server = new StubServer(request => request.Format() == "json_schema"
            ? new Reply.Together(everyone, Reply.Error(400, "'response_format' of type 'json_schema' is not supported with this model."))
            : Reply.Answer());
        using var client = _provider.Client(server);

        var responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => client.AskAsync(Given.Schema())));

        responses.Select(response => response.StructuredOutput).Distinct().ShouldBe([StructuredOutput.JsonObject]);
        server.Requests.CountBy(Given.Format).ToDictionary().ShouldBe(new Dictionary<string, int> { ["json_schema"] = 100, ["json_object"] = 100 }, ignoreOrder: true);
    }

    [Fact]
    public async Task What_one_model_does_not_know_another_at_the_same_address_may()
    {
        using var server = new StubServer(request => request.Json().GetProperty("model").ValueEquals("old") && request.Format() == "json_schema"
            ? Reply.Error(400, "'response_format' of type 'json_schema' is not supported with this model.")
            : Reply.Answer());
        using var old = _provider.Client(server, "old");
        using var sameAgain = _provider.Client(server, "old");
        using var other = _provider.Client(server, "new");

        (await old.AskAsync(Given.Schema())).StructuredOutput.ShouldBe(StructuredOutput.JsonObject);
        (await sameAgain.AskAsync(Given.Schema())).StructuredOutput.ShouldBe(StructuredOutput.JsonObject);
        (await other.AskAsync(Given.Schema())).StructuredOutput.ShouldBe(StructuredOutput.JsonSchema);

        server.Requests.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"Unrecognized request argument supplied: max_completion_tokens","type":"invalid_request_error","param":null,"code":null}}""")]
    [InlineData(400, """{"object":"error","message":"[{'type': 'extra_forbidden', 'loc': ('body', 'max_completion_tokens'), 'msg': 'Extra inputs are not permitted'}]","type":"BadRequestError","code":400}""")]
    [InlineData(422, """{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","max_completion_tokens"]}]},"type":"invalid_request_error"}""")]
    public async Task An_older_server_gets_the_older_name_of_the_token_limit(int status, string error)
    {
        using var server = new StubServer(new Reply.Whole(status, error), Reply.Answer());
        using var client = _provider.Client(server);

        var response = await client.AskAsync(new ChatOptions { MaxOutputTokens = 1200 });
        await client.AskAsync(new ChatOptions { MaxOutputTokens = 1200 });

        var requests = server.Requests.Select(request => request.Json()).ToArray();
        requests.Length.ShouldBe(3);
        requests[0].TryGetProperty("max_tokens", out _).ShouldBeFalse();
        requests[1].GetProperty("max_tokens").GetInt32().ShouldBe(1200);
        requests[1].TryGetProperty("max_completion_tokens", out _).ShouldBeFalse();
        requests[2].GetProperty("max_tokens").GetInt32().ShouldBe(1200);
        response.DroppedParameters.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_reasoning_model_does_not_take_is_left_out_remembered_and_noted()
    {
        using var server = new StubServer(request =>
            request.Json().TryGetProperty("temperature", out _)
                ? Reply.Error(400, "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.", "unsupported_value", "temperature")
            : request.Json().TryGetProperty("top_p", out _)
                ? Reply.Error(400, "Unsupported parameter: 'top_p' is not supported with this model.", "unsupported_parameter", "top_p")
            : request.Json().TryGetProperty("logprobs", out _)
                ? Reply.Error(400, "logprobs are not supported with reasoning models.", "unsupported_parameter", "logprobs")
            : Reply.Answer());
        using var client = _provider.Client(server);

        var first = await client.AskAsync(Everything());
        var second = await client.AskAsync(Everything());
        var third = await client.AskAsync(new ChatOptions { Seed = 1 });

        first.DroppedParameters.ShouldBe(["temperature", "top_p", "logprobs"]);
        second.DroppedParameters.ShouldBe(first.DroppedParameters);
        third.DroppedParameters.ShouldBeEmpty("nothing that this request asked for was left out");
        first.StructuredOutput.ShouldBe(StructuredOutput.JsonSchema);
        server.Requests.Count.ShouldBe(6);
        server.Requests.Last().Json().TryGetProperty("seed", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_that_refuses_everything_is_asked_a_bounded_number_of_times()
    {
        using var server = new StubServer(request => Reply.Error(
            400, "temperature, top_p, seed, stop, logprobs, max_completion_tokens, max_tokens, response_format are not supported", "unsupported_parameter"));
        using var client = _provider.Client(server);

        var fault = await _provider.FaultAsync(client, Everything());

        fault.Kind.ShouldBe(ProviderFaultKind.Permanent);
        server.Requests.Count.ShouldBe(9);
    }

    private static ChatOptions Everything()
    {
        var options = Given.Schema();
        (options.Temperature, options.TopP, options.Seed, options.MaxOutputTokens, options.StopSequences) = (0, 0.9f, 1, 1200, ["END"]);
        options.AdditionalProperties!["logprobs"] = true;
        return options;
    }
}
