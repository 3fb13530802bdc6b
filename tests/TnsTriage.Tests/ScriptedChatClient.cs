using Microsoft.Extensions.AI;

namespace TnsTriage.Tests;

/// <summary>
/// A model that does what a test wrote down, call by call, the last step again and again; it keeps what it was asked. Safe to use from many threads.
/// </summary>
internal sealed class ScriptedChatClient : IChatClient
{
    private readonly Lock _lock = new();
    private readonly List<Func<ScriptedRequest, CancellationToken, Task<ChatResponse>>> _steps = [];
    private readonly List<ScriptedRequest> _requests = [];

    public IReadOnlyList<ScriptedRequest> Requests => _requests;

    public ScriptedChatClient Answers(string text) => Responds(new ChatResponse(new ChatMessage(ChatRole.Assistant, text)));

    public ScriptedChatClient Answers(Func<ScriptedRequest, string> text) =>
        Does((request, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, text(request)))));

    public ScriptedChatClient Responds(ChatResponse response) => Does((_, _) => Task.FromResult(response));

    public ScriptedChatClient Throws(Exception exception) => Does((_, _) => Task.FromException<ChatResponse>(exception));

    /// <summary>Never answers, and does not listen to cancellation.</summary>
    public ScriptedChatClient Hangs() => Does((_, _) => new TaskCompletionSource<ChatResponse>().Task);

    /// <summary>Never answers until it is cancelled.</summary>
    public ScriptedChatClient HangsUntilCancelled() => Does(async (_, token) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, token);
        throw new System.Diagnostics.UnreachableException();
    });

    public ScriptedChatClient Does(Func<ScriptedRequest, CancellationToken, Task<ChatResponse>> step)
    {
        _steps.Add(step);
        return this;
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = new ScriptedRequest([.. messages], options!);
        int turn;
        lock (_lock)
        {
            turn = Math.Min(_requests.Count, _steps.Count - 1);
            _requests.Add(request);
        }

        return _steps[turn](request, cancellationToken);
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}

internal sealed record ScriptedRequest(IReadOnlyList<ChatMessage> Messages, ChatOptions Options);
