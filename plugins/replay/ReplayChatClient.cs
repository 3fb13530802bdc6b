using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.Replay;

/// <summary>Gives to each request the answer that was recorded for it, refusals and cut answers included. Safe to use from many threads.</summary>
internal sealed class ReplayChatClient(Cassette cassette) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("replay", defaultModelId: cassette.Name);
    private readonly ModelRevision _revision = new($"sha256:{cassette.Hash}");

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<ChatResponse>(cancellationToken);
        }

        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        return cassette.Answers.TryGetValue(RequestIdentity.Of(asked, options), out var answer)
            ? Task.FromResult(answer.ToResponse())
            : Task.FromException<ChatResponse>(new NotRecordedException(IsRepair(asked)));
    }

    /// <summary>The whole answer, cut into updates.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType.IsInstanceOfType(this) ? this
        : serviceType.IsInstanceOfType(_metadata) ? _metadata
        : serviceType.IsInstanceOfType(_revision) ? _revision
        : null;

    public void Dispose()
    {
        // Holds nothing but memory.
    }

    /// <summary>Whether an answer that is in the cassette was just sent back; a few-shot's answer is not in it.</summary>
    private bool IsRepair(IReadOnlyList<ChatMessage> messages) =>
        messages is [.., { } answer, _] && answer.Role == ChatRole.Assistant && cassette.Texts.Contains(answer.Text);
}
