using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Plugins;

namespace TnsEval.Calls;

/// <summary>Waits for a turn at the account's <see cref="ConcurrencyGate"/> before each attempt, and tells it how the attempt went.</summary>
internal sealed class GatedChatClient(IChatClient inner, ConcurrencyGate gate, TimeProvider time) : WholeAnswerChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = time.GetTimestamp();
        await gate.EnterAsync(cancellationToken);
        var started = time.GetTimestamp();
        CallTrace.Current?.WaitTime += time.GetElapsedTime(asked, started);
        Action<AdaptiveLimit> learn = _ => { };
        try
        {
            var response = await InnerClient.GetResponseAsync(messages, options, cancellationToken);
            var took = time.GetElapsedTime(started) - (response.LoadTime ?? TimeSpan.Zero);
            learn = limit => limit.Answered(started, took);
            return response;
        }
        catch (ProviderFaultException e) when (e.Fault.Kind == ProviderFaultKind.RateLimited)
        {
            learn = limit => limit.RateLimited();
            throw;
        }
        finally
        {
            gate.Leave(learn);
        }
    }
}
