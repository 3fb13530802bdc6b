using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.Ollama;

/// <summary>One call to <c>/api/chat</c>. Safe to use from many threads; connections are kept and shared.</summary>
internal sealed class OllamaApi : IDisposable
{
    /// <summary>How long a host may take to accept a connection; a server that loads a model accepts it at once.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    private const int MaxErrorBytes = 64 * 1024;

    /// <summary>Characters other than ASCII as they are: escaped, a Japanese ticket would be sent at twice its length.</summary>
    private static readonly OllamaJson RequestJson =
        new(new JsonSerializerOptions(OllamaJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private readonly OllamaSettings _settings;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly Uri _chat;
    private readonly ServerFaults _serverFaults;
    private readonly ConnectionFaults _connectionFaults;

    public OllamaApi(OllamaSettings settings, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        _chat = new Uri(settings.Endpoint, "api/chat");
        _serverFaults = new ServerFaults(settings);
        _connectionFaults = new ConnectionFaults(settings);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,                  // a redirected POST becomes a GET, and would take the key elsewhere
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),   // a name may come to mean another address
            UseCookies = false,
            UseProxy = !settings.Endpoint.IsLoopback,   // as Ollama's own client: a proxy set for the web does not know this machine's server
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,         // the harness limits calls
        };
    }

    /// <summary>Sends a request and reads the answer to its end.</summary>
    /// <exception cref="OllamaException">It failed.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<ChatAnswer> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var message = Message(request);
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                var error = await ReadErrorAsync(response.Content, cancellationToken);
                throw _serverFaults.Of((int)response.StatusCode, error, RetryAfter(response.Headers));
            }

            if (response.Content.Headers.ContentType?.MediaType == "text/html")
            {
                throw new OllamaException(ServerFaults.NotOllama($"{_settings.Address} answered with a web page"));
            }

            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await ReadAnswerAsync(body, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (e is not OllamaException)
        {
            throw new OllamaException(_connectionFaults.Of(e));
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The length is stated, because small servers and some proxies do not read a chunked request.</summary>
    private HttpRequestMessage Message(ChatRequest request)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, RequestJson.ChatRequest));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var message = new HttpRequestMessage(HttpMethod.Post, _chat) { Content = content };
        message.Headers.Authorization = _settings.ApiKey is { } key ? new AuthenticationHeaderValue("Bearer", key) : null;
        return message;
    }

    /// <summary>
    /// Values one after the other rather than lines, so that a server that answers in one piece, laid out over lines, is understood too.
    /// </summary>
    private async Task<ChatAnswer> ReadAnswerAsync(Stream body, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var hasThought = false;
        var chunks = JsonSerializer.DeserializeAsyncEnumerable(body, OllamaJson.Default.ChatChunk, topLevelValues: true, cancellationToken);
        await foreach (var chunk in chunks)
        {
            if (chunk?.ErrorText is { } error)
            {
                throw _serverFaults.Of(chunk.Status ?? 500, error, retryAfter: null);
            }

            text.Append(chunk?.Message?.Content);
            hasThought |= !string.IsNullOrEmpty(chunk?.Message?.Thinking);
            if (chunk is { Done: true })
            {
                return new ChatAnswer(text.ToString(), hasThought, chunk);
            }
        }

        throw new OllamaException(new ProviderFault(ProviderFaultKind.Transient, $"{_settings.Address} ended the answer before it was done"));
    }

    /// <summary>The text of an Ollama error; null when the body is none.</summary>
    private static async Task<string?> ReadErrorAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[MaxErrorBytes];
            var length = await body.ReadAtLeastAsync(buffer, MaxErrorBytes, throwOnEndOfStream: false, cancellationToken);
            return JsonSerializer.Deserialize(buffer.AsSpan(0, length), OllamaJson.Default.ChatChunk)?.ErrorText;
        }
        catch (Exception e) when (e is JsonException or IOException or HttpRequestException)
        {
            return null;   // the status still tells what matters
        }
    }

    private TimeSpan? RetryAfter(HttpResponseHeaders headers) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - (headers.Date ?? _time.GetUtcNow()) is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };
}

/// <summary>A whole answer.</summary>
/// <param name="Text">Without thinking.</param>
/// <param name="HasThought">Whether there was thinking.</param>
/// <param name="Last">The line that closed it, with the counts.</param>
internal sealed record ChatAnswer(string Text, bool HasThought, ChatChunk Last);
