using Microsoft.Extensions.AI;

using TextLib;

using TnsEval.Abstractions;

namespace TestPlugins.TextOne;

/// <summary>Answers through TextLib 1.</summary>
public sealed class TextProvider : IModelProvider
{
    public string Id => "text-one";

    public ProviderCapabilities Capabilities { get; } = new();

    public IChatClient CreateClient(ModelSettings settings) => new TextClient();

    public ProviderFault Classify(Exception exception) => new(ProviderFaultKind.Permanent, exception.GetType().Name);
}

internal sealed class TextClient : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, Voice.Shout("hello"))));

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
