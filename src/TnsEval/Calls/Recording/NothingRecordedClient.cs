using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Plugins;

namespace TnsEval.Calls.Recording;

/// <summary>The model of a run that may only replay: whatever the cache does not hold has no answer. Needs no key.</summary>
internal sealed class NothingRecordedClient : IChatClient
{
    public static readonly ProviderFault Fault = new(
        ProviderFaultKind.NotRecorded, "the cache holds no answer to this request: the prompt, the ticket, the seed or a setting is another one than when it was filled");

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromException<ChatResponse>(new ProviderFaultException(Fault));

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new ProviderFaultException(Fault);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
        // Holds nothing.
    }
}
