using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using OpenAI;
using OpenAI.Chat;

namespace TnsEval.Plugins.OpenAI;

/// <summary>
/// The official SDK over one pool of connections, with everything off that the harness does itself: no retries, no time-outs, no logging.
/// </summary>
internal sealed class Transport : IDisposable
{
    private readonly HttpClient _http;
    private readonly ChatClient _client;

    public Transport(ApiEndpoint endpoint, string model)
    {
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,   // a redirected POST arrives as a GET, and possibly elsewhere
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),   // long runs follow changes in DNS
            UseCookies = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var options = new OpenAIClientOptions
        {
            Endpoint = endpoint.Address,
            OrganizationId = endpoint.Organization,
            ProjectId = endpoint.Project,
            UserAgentApplicationId = "TnsEval",
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            Transport = new HttpClientPipelineTransport(_http),
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
            EnableDistributedTracing = false,
        };
        if (endpoint.ApiVersion is { } version)
        {
            options.AddPolicy(new ApiVersionPolicy(version), PipelinePosition.PerCall);
        }

#pragma warning disable OPENAI001 // Marked experimental, and the only way to another header than Authorization, or to none.
        _client = new ChatClient(model, Authentication(endpoint), options);
#pragma warning restore OPENAI001
    }

    /// <summary>Sends one request; an error status is an answer like any other. The body is read to its end.</summary>
    /// <remarks>
    /// The SDK's typed methods are not used: they throw on answers that servers do send, and the answer is lost with the exception.
    /// </remarks>
    public async Task<PipelineResponse> SendAsync(BinaryContent body, CancellationToken cancellationToken)
    {
        var options = new RequestOptions { CancellationToken = cancellationToken, ErrorOptions = ClientErrorBehaviors.NoThrow };
        return (await _client.CompleteChatAsync(body, options)).GetRawResponse();
    }

    public void Dispose() => _http.Dispose();

    private static AuthenticationPolicy Authentication(ApiEndpoint endpoint) => endpoint switch
    {
        { Key: null } => new NoAuthentication(),
        { IsAzure: true } => ApiKeyAuthenticationPolicy.CreateHeaderApiKeyPolicy(new ApiKeyCredential(endpoint.Key), "api-key"),
        _ => ApiKeyAuthenticationPolicy.CreateBearerAuthorizationPolicy(new ApiKeyCredential(endpoint.Key)),
    };

    private sealed class NoAuthentication : AuthenticationPolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
            ProcessNext(message, pipeline, currentIndex);

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
            ProcessNextAsync(message, pipeline, currentIndex);
    }

    private sealed class ApiVersionPolicy(string version) : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            AddTo(message.Request);
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            AddTo(message.Request);
            return ProcessNextAsync(message, pipeline, currentIndex);
        }

        private void AddTo(PipelineRequest request) =>
            request.Uri = new UriBuilder(request.Uri!) { Query = $"api-version={Uri.EscapeDataString(version)}" }.Uri;
    }
}
