using System.Net;
using System.Security.Authentication;
using TnsEval.Abstractions;
using TnsEval.Plugins.OpenAI.Faults;
using TnsEval.Testing;

namespace TnsEval.Plugins.OpenAI.Tests;

public class FaultTests
{
    [Theory]
    [InlineData(401, "invalid_api_key", ProviderFaultKind.Auth, "did not accept the key in OPENAI_API_KEY (401, invalid_api_key)")]
    [InlineData(401, null, ProviderFaultKind.Auth, "did not accept the key in OPENAI_API_KEY (401, invalid_request_error)")]
    [InlineData(402, null, ProviderFaultKind.Settings, "has no credit")]
    [InlineData(403, null, ProviderFaultKind.Auth, "does not let this key")]
    [InlineData(403, "model_not_found", ProviderFaultKind.Settings, "has no model 'gpt-x', or not for this key (403, model_not_found)")]
    [InlineData(403, "unsupported_country_region_territory", ProviderFaultKind.Settings, "does not serve the place")]
    [InlineData(404, "model_not_found", ProviderFaultKind.Settings, "has no model 'gpt-x'")]
    [InlineData(404, null, ProviderFaultKind.Settings, "or the address is wrong: check OPENAI_BASE_URL, which usually ends in /v1")]
    [InlineData(405, null, ProviderFaultKind.Settings, "check OPENAI_BASE_URL")]
    [InlineData(407, null, ProviderFaultKind.Settings, "HTTPS_PROXY")]
    [InlineData(408, null, ProviderFaultKind.Transient, "could not answer now (408")]
    [InlineData(409, null, ProviderFaultKind.Transient, "(409")]
    [InlineData(413, null, ProviderFaultKind.Truncated, "larger")]
    [InlineData(429, "rate_limit_exceeded", ProviderFaultKind.RateLimited, "was asked too often (429, rate_limit_exceeded)")]
    [InlineData(429, "insufficient_quota", ProviderFaultKind.Settings, "has no credit or has reached its limit")]
    [InlineData(400, "content_filter", ProviderFaultKind.Refused, "content filter stopped the ticket")]
    [InlineData(400, "invalid_prompt", ProviderFaultKind.Refused, "content filter")]
    [InlineData(400, "context_length_exceeded", ProviderFaultKind.Truncated, "do not fit the context of 'gpt-x'")]
    [InlineData(400, "invalid_value", ProviderFaultKind.Permanent, "did not accept the request (400, invalid_value)")]
    [InlineData(500, null, ProviderFaultKind.Transient, "(500")]
    [InlineData(501, null, ProviderFaultKind.Permanent, "refused the request")]
    [InlineData(502, null, ProviderFaultKind.Transient, "(502")]
    [InlineData(503, null, ProviderFaultKind.Transient, "(503")]
    [InlineData(504, null, ProviderFaultKind.Transient, "(504")]
    [InlineData(529, null, ProviderFaultKind.Transient, "(529")]
    [InlineData(301, null, ProviderFaultKind.Settings, "redirects, which is not followed")]
    public async Task A_status_and_its_code_say_what_to_do(int status, string? code, ProviderFaultKind kind, string message)
    {
        var fault = await Given.FaultAsync(Reply.Error(status, "words of the server", code));

        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldContain(message);
        fault.Message.ShouldNotContain("words of the server");
    }

    [Theory]
    [InlineData(400, """{"error":{"code":"content_filter","innererror":{"code":"ResponsibleAIPolicyViolation"}}}""", ProviderFaultKind.Refused)]
    [InlineData(400, """{"error":{"code":null,"innererror":{"code":"ResponsibleAIPolicyViolation"}}}""", ProviderFaultKind.Refused)]
    [InlineData(404, """{"error":{"code":"DeploymentNotFound","message":"The API deployment does not exist."}}""", ProviderFaultKind.Settings)]
    [InlineData(400, """{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000.","type":"BadRequestError","code":400}""", ProviderFaultKind.Truncated)]
    [InlineData(400, """{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}""", ProviderFaultKind.Truncated)]
    [InlineData(400, """[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]""", ProviderFaultKind.Auth)]
    [InlineData(400, """{"code":"Client specified an invalid argument","error":"Incorrect API key provided: sk-***"}""", ProviderFaultKind.Auth)]
    [InlineData(400, "", ProviderFaultKind.Permanent)]
    [InlineData(400, "[]", ProviderFaultKind.Permanent)]
    [InlineData(400, "\"no\"", ProviderFaultKind.Permanent)]
    [InlineData(503, """{"error":null}""", ProviderFaultKind.Transient)]
    public async Task Other_servers_write_errors_in_their_own_way(int status, string body, ProviderFaultKind kind) =>
        (await Given.FaultAsync(new Reply.Whole(status, body))).Kind.ShouldBe(kind);

    [Theory]
    [InlineData(502, ProviderFaultKind.Transient)]
    [InlineData(404, ProviderFaultKind.Settings)]
    [InlineData(403, ProviderFaultKind.Auth)]
    public async Task An_error_page_is_named_for_what_it_is(int status, ProviderFaultKind kind)
    {
        var fault = await Given.FaultAsync(new Reply.Whole(status, "<html><h1>Bad gateway</h1></html>", "text/html"));

        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldEndWith($"({status}, text/html instead of JSON)");
    }

    [Fact]
    public async Task A_server_that_suddenly_asks_for_a_key_says_which_variable_to_set()
    {
        using var server = new StubServer(Reply.Error(401, "no"));
        var provider = new OpenAIProvider();
        using var client = provider.CreateClient(Given.Settings("llama", ("OPENAI_BASE_URL", server.BaseUrl)));

        (await provider.FaultAsync(client)).Message.ShouldStartWith($"{server.Host} asks for a key: set OPENAI_API_KEY");
    }

    [Fact]
    public async Task An_azure_fault_speaks_of_deployments_and_azures_variables()
    {
        using var server = new StubServer(Reply.Error(404, "no", "DeploymentNotFound"), Reply.Error(401, "no"));
        var provider = new OpenAIProvider();
        using var client = provider.CreateClient(Given.Settings(
            "triage", ("AZURE_OPENAI_ENDPOINT", $"http://{server.Host}"), ("AZURE_OPENAI_API_KEY", Given.Key)));

        (await provider.FaultAsync(client)).Message.ShouldContain("has no deployment 'triage'");
        (await provider.FaultAsync(client)).Message.ShouldContain("AZURE_OPENAI_API_KEY");
    }

    [Theory]
    [InlineData(429, "Retry-After: 20", 20_000)]
    [InlineData(429, "Retry-After: 0", 0)]
    [InlineData(429, "Retry-After: 1.5", 1_500)]
    [InlineData(503, "Retry-After: 20", 20_000)]
    [InlineData(429, "retry-after-ms: 350", 350)]
    [InlineData(429, "retry-after-ms: 350\r\nRetry-After: 20", 350)]
    [InlineData(429, "Retry-After: Mon, 05 Jan 2026 09:01:30 GMT", 90_000)]
    [InlineData(429, "Retry-After: Mon, 05 Jan 2026 08:00:00 GMT", 0)]
    [InlineData(429, "Retry-After: 99999999999999999999", 86_400_000)]
    [InlineData(429, "Retry-After: soon", null)]
    [InlineData(429, "Retry-After: -5", null)]
    [InlineData(429, "X-None: 1", null)]
    [InlineData(401, "Retry-After: 20", null)]
    public async Task The_wait_that_a_server_asks_for_is_passed_on(int status, string header, int? milliseconds)
    {
        var fault = await Given.FaultAsync(Reply.Error(status, "slow down", null, null, header), time: new ManualTimeProvider());

        fault.RetryAfter.ShouldBe(milliseconds is { } expected ? TimeSpan.FromMilliseconds(expected) : null);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, null, ProviderFaultKind.Transient, "the name of api.example could not be resolved")]
    [InlineData(HttpRequestError.ConnectionError, null, ProviderFaultKind.Transient, "no connection to api.example")]
    [InlineData(HttpRequestError.SecureConnectionError, null, ProviderFaultKind.Transient, "while it was being secured")]
    [InlineData(HttpRequestError.ResponseEnded, null, ProviderFaultKind.Transient, "broke before the answer was complete")]
    [InlineData(HttpRequestError.ProxyTunnelError, HttpStatusCode.ProxyAuthenticationRequired, ProviderFaultKind.Settings, "check HTTPS_PROXY and its user name and password, or add the host to NO_PROXY (407)")]
    [InlineData(HttpRequestError.ProxyTunnelError, HttpStatusCode.BadGateway, ProviderFaultKind.Transient, "the proxy could not reach api.example (502)")]
    public void A_connection_that_fails_is_put_into_words(HttpRequestError error, HttpStatusCode? status, ProviderFaultKind kind, string message)
    {
        var fault = ConnectionFaults.Of(Endpoint, new AggregateException(new HttpRequestException(error, "canary", null, status)));

        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldContain(message);
        fault.Message.ShouldNotContain("canary");
    }

    [Fact]
    public void A_certificate_that_is_not_trusted_is_no_matter_of_trying_again()
    {
        var fault = ConnectionFaults.Of(Endpoint, 
            new HttpRequestException(HttpRequestError.SecureConnectionError, "canary", new AuthenticationException("canary")));

        fault.Kind.ShouldBe(ProviderFaultKind.Settings);
        fault.Message.ShouldContain("SSL_CERT_FILE");
    }

    [Fact]
    public void A_strange_exception_is_permanent_and_its_message_is_not_repeated() =>
        new OpenAIProvider().Classify(new FormatException("my neighbour Rex"))
            .ShouldBe(new ProviderFault(ProviderFaultKind.Permanent, "the openai client failed with FormatException"));

    private static ApiEndpoint Endpoint { get; } = new() { Address = new Uri("https://api.example/v1") };
}
