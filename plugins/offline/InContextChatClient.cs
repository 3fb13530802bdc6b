using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace TnsEval.Plugins.Offline;

/// <summary>
/// Answers a ticket by its likeness to what the prompt teaches. Seed, temperature and model id are ignored: there is one model and it is
/// deterministic. Safe to use from many threads.
/// </summary>
internal sealed class InContextChatClient : IChatClient
{
    public const string ModelName = "in-context";

    private static readonly ChatClientMetadata Metadata = new("offline", defaultModelId: ModelName);

    private readonly LearnedPromptCache _learned = new();

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return Task.FromResult(Answer(messages as IReadOnlyList<ChatMessage> ?? [.. messages], options, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<ChatResponse>(cancellationToken);
        }
        catch (UnanswerableRequestException e)
        {
            return Task.FromException<ChatResponse>(e);
        }
    }

    /// <summary>The whole answer as one update.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new TextContent(response.Text), new UsageContent(response.Usage!)])
        {
            ModelId = response.ModelId,
            FinishReason = response.FinishReason,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType.IsInstanceOfType(this) ? this
        : serviceType.IsInstanceOfType(Metadata) ? Metadata
        : null;

    public void Dispose()
    {
        // Holds nothing but memory.
    }

    private ChatResponse Answer(IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (options?.ResponseFormat is not ChatResponseFormatJson { Schema: not null } format)
        {
            throw new UnanswerableRequestException(
                "the request carries no JSON schema, and the offline classifier takes category ids and allowed values from it. "
                + "Give the prompt a jsonSchema.");
        }

        var ticketIndex = TicketFence.IndexOfTicket(messages);
        var learned = _learned.Get(messages, ticketIndex, format);
        var answer = learned.Answer(TicketFence.Inside(messages[ticketIndex].Text), cancellationToken);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, answer))
        {
            ModelId = ModelName,
            FinishReason = ChatFinishReason.Stop,
            Usage = TokenEstimate.Usage(messages, answer),
        };
    }
}
