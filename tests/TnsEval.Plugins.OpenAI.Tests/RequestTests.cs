using System.Text.Json;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.OpenAI.Tests;

public class RequestTests
{
    private readonly OpenAIProvider _provider = new();

    [Fact]
    public async Task A_request_carries_the_messages_the_sampling_and_the_strict_schema()
    {
        using var server = new StubServer(Reply.Answer());
        using var client = _provider.Client(server);
        var options = Given.Schema();
        (options.Temperature, options.TopP, options.MaxOutputTokens, options.Seed) = (0.1f, 0.9f, 1200, 7);

        await client.AskAsync(options);

        server.Requests.ShouldHaveSingleItem().Body.ShouldBe(
            """
            {"model":"gpt-x","messages":[{"role":"system","content":"Answer in JSON."},{"role":"user","content":"a ticket"}],
            "max_completion_tokens":1200,"temperature":0.1,"top_p":0.9,"seed":7,
            "response_format":{"type":"json_schema","json_schema":{"name":"tns_assessment","strict":true,
            "schema":{"type":"object","properties":{"verdict":{"type":"string"}}}}}}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task What_is_not_asked_for_is_not_sent()
    {
        using var server = new StubServer(Reply.Answer());
        using var client = _provider.Client(server);

        await client.AskAsync();

        server.Requests.Single().Json().EnumerateObject().Select(member => member.Name).ShouldBe(["model", "messages"]);
    }

    [Fact]
    public async Task A_schema_that_is_not_strict_is_sent_so()
    {
        using var server = new StubServer(Reply.Answer());
        using var client = _provider.Client(server);

        await client.AskAsync(Given.Schema(isStrict: false));

        server.Requests.Single().Json().GetProperty("response_format").GetProperty("json_schema").GetProperty("strict").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Penalties_stops_and_log_probabilities_are_sent_when_asked_for()
    {
        using var server = new StubServer(Reply.Answer());
        using var client = _provider.Client(server);

        await client.AskAsync(new ChatOptions
        {
            FrequencyPenalty = 0.5f, PresencePenalty = 0.25f, StopSequences = ["END"], AdditionalProperties = new() { ["logprobs"] = true },
        });

        server.Requests.Single().Body.ShouldEndWith("""
            "frequency_penalty":0.5,"presence_penalty":0.25,"stop":["END"],"logprobs":true}
            """.Trim());
    }

    [Fact]
    public async Task Openai_and_its_kin_get_a_bearer_key_organization_and_project()
    {
        using var server = new StubServer(Reply.Answer());
        using var client = _provider.CreateClient(Given.Settings(
            "gpt-x", ("OPENAI_BASE_URL", server.BaseUrl), ("OPENAI_API_KEY", Given.Key), ("OPENAI_ORGANIZATION", "org-1"), ("OPENAI_PROJECT", "proj-1")));

        await client.AskAsync();

        var request = server.Requests.Single();
        request.Target.ShouldBe("/v1/chat/completions");
        request.Headers["Authorization"].ShouldBe($"Bearer {Given.Key}");
        request.Headers["OpenAI-Organization"].ShouldBe("org-1");
        request.Headers["OpenAI-Project"].ShouldBe("proj-1");
        request.Headers["Content-Type"].ShouldBe("application/json");
    }

    [Fact]
    public async Task A_server_without_a_key_gets_no_authorization()
    {
        using var server = new StubServer(Reply.Answer());
        using var client = _provider.CreateClient(Given.Settings("llama", ("OPENAI_BASE_URL", server.BaseUrl)));

        await client.AskAsync();

        server.Requests.Single().Headers.Keys.ShouldNotContain("Authorization");
    }

    [Theory]
    [InlineData("2024-10-21", "/openai/deployments/triage/chat/completions?api-version=2024-10-21")]
    [InlineData("", "/openai/v1/chat/completions")]
    public async Task Azure_gets_its_own_header_and_path(string version, string target)
    {
        using var server = new StubServer(Reply.Answer());
        using var client = _provider.CreateClient(Given.Settings(
            "triage", ("AZURE_OPENAI_ENDPOINT", $"http://{server.Host}/"), ("AZURE_OPENAI_API_KEY", Given.Key), ("OPENAI_API_VERSION", version)));

        await client.AskAsync();

        var request = server.Requests.Single();
        request.Target.ShouldBe(target);
        request.Headers["api-key"].ShouldBe(Given.Key);
        request.Headers.Keys.ShouldNotContain("Authorization");
    }

    [Fact]
    public async Task Any_text_arrives_as_it_is_but_for_half_characters()
    {
        const string Text = "שלום 你好 😀 \"quoted\" \\ \u0000 \u2028 <b>";
        using var server = new StubServer(Reply.Answer(Text));
        using var client = _provider.Client(server);

        var response = await client.GetResponseAsync([new ChatMessage(ChatRole.User, Text), new ChatMessage(ChatRole.User, "half \ud83d of one")]);

        var messages = server.Requests.Single().Json().GetProperty("messages");
        messages[0].GetProperty("content").GetString().ShouldBe(Text);
        messages[1].GetProperty("content").GetString().ShouldBe("half \ufffd of one");
        response.Text.ShouldBe(Text);
    }

    [Fact]
    public async Task A_message_that_is_more_than_text_is_not_sent()
    {
        using var server = new StubServer(Reply.Answer());
        using var client = _provider.Client(server);

        var failure = await Should.ThrowAsync<Exception>(
            () => client.GetResponseAsync([new ChatMessage(ChatRole.User, [new DataContent("data:image/png;base64,AAAA")])]));

        _provider.Classify(failure).ShouldBe(new ProviderFault(ProviderFaultKind.Permanent, "a message holds DataContent, and only text can be sent"));
        server.Requests.ShouldBeEmpty();
    }
}
