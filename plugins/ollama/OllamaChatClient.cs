using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.Ollama;

/// <summary>
/// One model of one Ollama server. An answer that is provably one to a part of the prompt is a fault and not an answer. Safe to use from many
/// threads.
/// </summary>
internal sealed class OllamaChatClient(OllamaSettings settings, TimeProvider time) : IChatClient
{
    /// <summary>Room for the answer when the request does not limit it.</summary>
    private const int UsualAnswerTokens = 2048;

    private const long NanosecondsPerTick = 100;

    private static readonly JsonElement AnyJson = JsonSerializer.SerializeToElement("json", OllamaJson.Default.String);

    private readonly OllamaApi _api = new(settings, time);
    private readonly ContextWindow _window = new(settings.MaxContext);
    private readonly ChatClientMetadata _metadata = new("ollama", settings.Endpoint, settings.Model);

    /// <summary>Schemas that the server did not take, as JSON text.</summary>
    private readonly ConcurrentDictionary<string, bool> _rejectedSchemas = new(StringComparer.Ordinal);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var prompt = TokenEstimate.Of(list);
        var context = _window.For(prompt.High + (options?.MaxOutputTokens ?? UsualAnswerTokens));
        if (prompt.Low >= context)
        {
            throw new OllamaException(ServerFaults.Truncated(
                $"the prompt has at least {prompt.Low} tokens, more than the context of {context} allows; it was not sent"));
        }

        var request = Request(list, options, context);
        var (answer, held) = await AskAsync(request, options?.ResponseFormat as ChatResponseFormatJson, cancellationToken);
        Check(answer, prompt, context);
        return Response(answer, held);
    }

    /// <summary>The whole answer, cut into updates: whether it is one to the whole prompt shows at its end only.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType.IsInstanceOfType(this) ? this
        : serviceType.IsInstanceOfType(_metadata) ? _metadata
        : null;

    public void Dispose() => _api.Dispose();

    /// <summary>Asks with the schema, and for any JSON object where the server does not take it, which is remembered.</summary>
    private async Task<(ChatAnswer Answer, StructuredOutput Held)> AskAsync(
        ChatRequest request, ChatResponseFormatJson? format, CancellationToken cancellationToken)
    {
        if (format is null)
        {
            return (await _api.ChatAsync(request, cancellationToken), StructuredOutput.None);
        }

        var isRejected = format.Schema is null || (!_rejectedSchemas.IsEmpty && _rejectedSchemas.ContainsKey(format.Schema.Value.GetRawText()));
        if (!isRejected)
        {
            try
            {
                return (await _api.ChatAsync(request with { Format = format.Schema }, cancellationToken), StructuredOutput.JsonSchema);
            }
            catch (OllamaException e) when (e.IsSchemaRejected)
            {
                // Asked again below, without it.
            }
        }

        var answer = await _api.ChatAsync(request with { Format = AnyJson }, cancellationToken);
        if (!isRejected)
        {
            _rejectedSchemas.TryAdd(format.Schema!.Value.GetRawText(), true);
        }

        return (answer, StructuredOutput.JsonObject);
    }

    private ChatRequest Request(IReadOnlyList<ChatMessage> messages, ChatOptions? options, int context) => new()
    {
        Model = settings.Model,
        Messages = [.. messages.Select(message => new RequestMessage(message.Role.Value, message.Text))],
        KeepAlive = settings.KeepAlive,
        Options = new RequestOptions
        {
            Temperature = options?.Temperature,
            TopP = options?.TopP,
            TopK = options?.TopK,
            FrequencyPenalty = options?.FrequencyPenalty,
            PresencePenalty = options?.PresencePenalty,
            Seed = options?.Seed,
            Stop = options?.StopSequences,
            NumPredict = options?.MaxOutputTokens,
            NumCtx = context,
        },
    };

    private static void Check(ChatAnswer answer, TokenEstimate prompt, int context)
    {
        if (Truncation.Find(prompt, context, answer.Last) is { } why)
        {
            throw new OllamaException(ServerFaults.Truncated(why));
        }

        if (answer is { HasThought: true, Last.DoneReason: "length" } && string.IsNullOrWhiteSpace(answer.Text))
        {
            throw new OllamaException(new ProviderFault(
                ProviderFaultKind.Truncated,
                $"the model spent its {answer.Last.EvalCount} tokens on thinking and wrote no answer. "
                + "Raise maxTokens in the prompt, or choose a model that does not think"));
        }

        if (answer.Last.DoneReason is "load" or "unload")
        {
            throw new OllamaException(new ProviderFault(
                ProviderFaultKind.Permanent, $"the server did no more than {answer.Last.DoneReason} the model: it saw no prompt in the request"));
        }
    }

    private ChatResponse Response(ChatAnswer answer, StructuredOutput held) => new(new ChatMessage(ChatRole.Assistant, answer.Text))
    {
        ModelId = answer.Last.Model ?? settings.Model,
        FinishReason = answer.Last.DoneReason == "length" ? ChatFinishReason.Length : ChatFinishReason.Stop,
        Usage = Usage(answer.Last),
        StructuredOutput = held,
        LoadTime = answer.Last.LoadDuration is { } nanoseconds ? TimeSpan.FromTicks(nanoseconds / NanosecondsPerTick) : null,
    };

    /// <summary>A count of 0 is one that the server does not state: no prompt and no answer is empty.</summary>
    private static UsageDetails? Usage(ChatChunk last)
    {
        var read = last.PromptEvalCount is > 0 ? last.PromptEvalCount : null;
        var written = last.EvalCount is > 0 ? last.EvalCount : null;
        return read is null && written is null
            ? null
            : new UsageDetails
            {
                InputTokenCount = read,
                OutputTokenCount = written,
                TotalTokenCount = read + written,
                CachedInputTokenCount = last.PromptEvalCachedCount,
            };
    }
}
