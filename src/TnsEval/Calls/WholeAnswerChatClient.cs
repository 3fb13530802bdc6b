using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace TnsEval.Calls;

/// <summary>A wrapper that sees whole answers only: streaming goes through it too, as the whole answer cut into updates.</summary>
internal abstract class WholeAnswerChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    public abstract override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default);

    public sealed override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }
}
