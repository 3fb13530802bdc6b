using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Acme;

/// <summary>One request to <c>/answer</c> for one call. Safe to use from many threads.</summary>
internal sealed class AcmeClient(Uri address, string key, string model) : IChatClient
{
    // Time-outs are the harness's. A redirect would take the key along.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var question = new Question(
            model,
            [.. messages.Select(message => new Line(message.Role.Value, message.Text))],
            (options?.ResponseFormat as ChatResponseFormatJson)?.Schema,
            options?.MaxOutputTokens);
        using var request = new HttpRequestMessage(HttpMethod.Post, "answer") { Content = JsonContent.Create(question, AcmeJson.Default.Question) };
        request.Headers.Add("X-Acme-Key", key);
        using var reply = await _http.SendAsync(request, cancellationToken);
        var body = await reply.Content.ReadAsStringAsync(cancellationToken);
        return reply.IsSuccessStatusCode && AcmeException.IsJson(reply)
            ? Read(body)
            : throw AcmeException.For(reply, body, model);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() => _http.Dispose();

    private static ChatResponse Read(string body)
    {
        Answer? answer;
        try
        {
            answer = JsonSerializer.Deserialize(body, AcmeJson.Default.Answer);
        }
        catch (JsonException)
        {
            throw AcmeException.Malformed;
        }

        if (answer is not { Text: not null, Stop: not null })
        {
            throw AcmeException.Malformed;
        }

        return new ChatResponse(new ChatMessage(ChatRole.Assistant, [Content(answer)]))
        {
            ModelId = answer.Model,
            FinishReason = answer.Stop switch
            {
                "limit" => ChatFinishReason.Length,
                "filtered" => ChatFinishReason.ContentFilter,
                _ => ChatFinishReason.Stop,
            },
            Usage = answer.Tokens is { } tokens ? new UsageDetails { InputTokenCount = tokens.In, OutputTokenCount = tokens.Out } : null,
        };
    }

    // A refusal is no answer: the classifier must not read it as one.
    private static AIContent Content(Answer answer) =>
        answer.Stop == "refused" ? new ErrorContent(answer.Text) { ErrorCode = "Refusal" } : new TextContent(answer.Text);
}
