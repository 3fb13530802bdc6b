using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.OpenAI.Tests;

public class EndpointTests
{
    private const string Key = Given.Key;

    [Theory]
    [InlineData("https://gateway.example", "https://gateway.example/v1")]
    [InlineData("https://gateway.example/", "https://gateway.example/v1")]
    [InlineData("https://gateway.example/v1", "https://gateway.example/v1")]
    [InlineData("https://gateway.example/v1/", "https://gateway.example/v1")]
    [InlineData("https://models.github.ai/inference", "https://models.github.ai/inference")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1")]
    public void A_base_url_without_a_path_gets_v1_and_any_other_is_taken_as_it_is(string given, string address) =>
        Endpoint(("OPENAI_BASE_URL", given)).Address.AbsoluteUri.ShouldBe(address);

    [Fact]
    public void Without_a_base_url_it_is_openai() =>
        Endpoint(("OPENAI_API_KEY", Key)).Address.AbsoluteUri.ShouldBe("https://api.openai.com/v1");

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_variable_is_one_that_is_not_set(string empty) =>
        Problem(("OPENAI_API_KEY", empty)).ShouldContain("OPENAI_API_KEY is not set, and api.openai.com asks for a key");

    [Fact]
    public void Openai_needs_a_key_even_when_its_address_is_spelled_out() =>
        Problem(("OPENAI_BASE_URL", "https://eu.api.openai.com/v1")).ShouldContain("OPENAI_API_KEY is not set");

    [Fact]
    public void Another_server_needs_no_key() =>
        Endpoint(("OPENAI_BASE_URL", "http://localhost:1234/v1")).Key.ShouldBeNull();

    [Theory]
    [InlineData("localhost:8080/v1", "is not an absolute http or https address")]
    [InlineData("/v1", "is not an absolute http or https address")]
    [InlineData("ftp://host/v1", "is not an absolute http or https address")]
    [InlineData("https://user:canary@host/v1", "holds a user name")]
    [InlineData("https://host/v1?key=canary", "a query")]
    [InlineData("https://host/v1/chat/completions", "names a single operation")]
    public void A_base_url_that_cannot_be_meant_is_a_problem_that_does_not_repeat_it(string given, string what)
    {
        var problem = Problem(("OPENAI_BASE_URL", given), ("OPENAI_API_KEY", Key));

        problem.ShouldContain("OPENAI_BASE_URL ");
        problem.ShouldContain(what);
        problem.ShouldContain("https://host/v1");
        problem.ShouldNotContain("canary");
    }

    [Theory]
    [InlineData("http://gateway.example/v1")]
    [InlineData("http://8.8.8.8/v1")]
    [InlineData("http://[2001:4860:4860::8888]/v1")]
    public void A_key_is_not_sent_readable_over_a_public_network(string given) =>
        Problem(("OPENAI_BASE_URL", given), ("OPENAI_API_KEY", Key)).ShouldContain("is http");

    [Theory]
    [InlineData("http://localhost:8080")]
    [InlineData("http://vllm:8000")]
    [InlineData("http://gpu.lan")]
    [InlineData("http://10.1.2.3")]
    [InlineData("http://172.31.0.1")]
    [InlineData("http://192.168.1.5:1234")]
    [InlineData("http://[::1]:8080")]
    [InlineData("http://[fd00::1]")]
    public void A_private_network_may_be_http(string given) =>
        Endpoint(("OPENAI_BASE_URL", given), ("OPENAI_API_KEY", Key)).Key.ShouldBe(Key);

    [Fact]
    public void A_key_with_a_line_break_at_its_end_is_trimmed() =>
        Endpoint(("OPENAI_API_KEY", Key + "\n")).Key.ShouldBe(Key);

    [Fact]
    public void All_problems_come_at_once_and_none_shows_a_key()
    {
        var problem = Problem(("OPENAI_API_KEY", "sk-canary\nsk-canary"), ("OPENAI_ORG_ID", "örg-canary"), ("OPENAI_BASE_URL", "canary"));

        problem.ShouldContain("OPENAI_API_KEY holds");
        problem.ShouldContain("OPENAI_ORG_ID holds");
        problem.ShouldContain("OPENAI_BASE_URL is not");
        problem.ShouldNotContain("canary");
    }

    [Theory]
    [InlineData("https://res.openai.azure.com", "https://res.openai.azure.com/openai/deployments/triage%2F4/")]
    [InlineData("https://res.openai.azure.com/openai/v1/", "https://res.openai.azure.com/openai/deployments/triage%2F4/")]
    public void Azure_with_an_api_version_is_asked_by_deployment(string given, string address) =>
        Endpoint(("AZURE_OPENAI_ENDPOINT", given), ("AZURE_OPENAI_API_KEY", Key), ("OPENAI_API_VERSION", "2024-10-21"))
            .Address.AbsoluteUri.ShouldBe(address.TrimEnd('/'));

    [Theory]
    [InlineData("https://res.openai.azure.com/")]
    [InlineData("https://res.openai.azure.com/openai/")]
    [InlineData("https://res.openai.azure.com/openai/v1")]
    public void Azure_without_an_api_version_is_asked_by_its_undated_interface(string given) =>
        Endpoint(("AZURE_OPENAI_ENDPOINT", given), ("AZURE_OPENAI_API_KEY", Key)).Address.AbsoluteUri.ShouldBe("https://res.openai.azure.com/openai/v1");

    [Fact]
    public void Azure_does_not_take_the_key_of_openai() =>
        Problem(("AZURE_OPENAI_ENDPOINT", "https://res.openai.azure.com"), ("OPENAI_API_KEY", Key)).ShouldContain("AZURE_OPENAI_API_KEY is not set");

    [Fact]
    public void Two_addresses_are_one_too_many() =>
        Problem(("AZURE_OPENAI_ENDPOINT", "https://res.openai.azure.com"), ("OPENAI_BASE_URL", "http://localhost")).ShouldContain("are both set");

    [Fact]
    public void The_client_names_its_provider_address_and_model()
    {
        using var client = new OpenAIProvider().CreateClient(Given.Settings("gpt-x", ("OPENAI_API_KEY", Key)));

        var metadata = client.GetService<ChatClientMetadata>().ShouldNotBeNull();
        metadata.ProviderName.ShouldBe("openai");
        metadata.ProviderUri.ShouldBe(new Uri("https://api.openai.com/v1"));
        metadata.DefaultModelId.ShouldBe("gpt-x");
    }

    private static ApiEndpoint Endpoint(params (string Name, string Value)[] variables) =>
        new EndpointReader(Given.Settings("triage/4", variables)).Read();

    private static string Problem(params (string Name, string Value)[] variables) =>
        Should.Throw<ProviderSettingsException>(() => Endpoint(variables)).Message;
}
