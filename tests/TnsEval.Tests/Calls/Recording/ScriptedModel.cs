using Microsoft.Extensions.AI;

namespace TnsEval.Tests.Calls.Recording;

/// <summary>A model that gives the responses it was made with, one a call, and counts the calls.</summary>
internal sealed class ScriptedModel(params ChatResponse[] responses) : IChatClient
{
    public int Calls { get; private set; }

    public static ChatResponse Answer(string text) => new(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = ChatFinishReason.Stop, ModelId = "m-1" };

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(responses[Calls++]);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
