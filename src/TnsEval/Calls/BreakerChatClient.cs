using Microsoft.Extensions.AI;
using TnsEval.Plugins;

namespace TnsEval.Calls;

/// <summary>Tells the account's <see cref="CircuitBreaker"/> how each attempt went, and makes none once it is open.</summary>
internal sealed class BreakerChatClient(IChatClient inner, CircuitBreaker breaker, TimeProvider time) : WholeAnswerChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        breaker.ThrowIfOpen();
        var begunAt = time.GetTimestamp();
        try
        {
            var response = await InnerClient.GetResponseAsync(messages, options, cancellationToken);
            breaker.Answered(begunAt);
            return response;
        }
        catch (Exception e) when (RetryPolicy.IsWorthRetrying(e))
        {
            breaker.Failed(CallTrace.Current?.Case, e.Message);
            throw;
        }
        catch (ProviderFaultException)
        {
            breaker.Answered(begunAt);   // a refusal or an error about this one request is an answer: somebody is there
            throw;
        }
    }
}
