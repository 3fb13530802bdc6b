using Microsoft.Extensions.AI;
using TnsEval.Plugins;

namespace TnsEval.Calls;

/// <summary>
/// Makes an attempt again while it may work later. A call that runs out of retries fails only if the fault is its own, for the provider answers others.
/// While it answers nobody the call goes on trying, until it does or until the <see cref="CircuitBreaker"/> ends the run: no outage is written down as
/// a case's failure.
/// </summary>
internal sealed class RetryChatClient(IChatClient inner, RetryPolicy policy, CircuitBreaker breaker, CallCounts counts, TimeProvider time) : WholeAnswerChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var trace = CallTrace.Current;
        long? firstFailedAt = null;
        var (faults, rateLimits) = (0, 0);
        while (true)
        {
            try
            {
                return await InnerClient.GetResponseAsync(messages, options, cancellationToken);
            }
            catch (Exception e) when (RetryPolicy.IsWorthRetrying(e))
            {
                counts.AddFault();
                (faults, rateLimits) = RetryPolicy.IsRateLimit(e) ? (faults, rateLimits + 1) : (faults + 1, rateLimits);
                var isCaseOver = e is CallTimedOutException { IsCaseOver: true };
                var isExhausted = isCaseOver || faults > policy.Retries || rateLimits > policy.RateLimitRetries;
                firstFailedAt ??= time.GetTimestamp();
                if (isExhausted && (breaker.IsOwnFault(firstFailedAt.Value) || isCaseOver))
                {
                    throw;
                }

                await WaitAsync(policy.Delay(faults + rateLimits, (e as ProviderFaultException)?.Fault.RetryAfter, trace), trace, cancellationToken);
            }

            trace?.Retries += 1;
            counts.AddRetry();
        }
    }

    private async Task WaitAsync(TimeSpan delay, CallTrace? trace, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await Task.Delay(delay, time, cancellationToken);
        trace?.WaitTime += time.GetElapsedTime(started);
    }
}
