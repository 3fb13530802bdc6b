using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Calls.Recording;

/// <summary>
/// Notes every answer on the case's trace, and takes it from the cache where that holds one. Outermost of all clients: what comes from the cache waits
/// for nothing, and what is noted is what the classifier saw. Keeping the answers is the run's business, once it knows what became of the case.
/// </summary>
internal sealed class RecordingChatClient(IChatClient inner, string model, AnswerCache? cache) : DelegatingChatClient(inner)
{
    private readonly RequestIdentities _identities = new();

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (CallTrace.Current is not { } trace)
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }

        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var identity = _identities.Of(asked, options);
        if (cache?.Find(new CacheKey(model, trace.Repeat, identity)) is { } known)
        {
            var recalled = known.ToResponse();
            trace.CachedAnswers++;
            trace.StructuredOutput = recalled.StructuredOutput;
            trace.Add(new Exchange(identity, recalled, IsCached: true));
            return recalled;
        }

        var response = await base.GetResponseAsync(asked, options, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();   // the case is over, and its trace with it
        trace.Add(new Exchange(identity, response, IsCached: false));
        return response;
    }
}
