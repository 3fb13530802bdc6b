using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Calls;

/// <summary>
/// One attempt at the provider: measured, and given up when the attempt's time or what is left of the case's is over. Only time in attempts is
/// the case's: turns waited for depend on how many cases run beside it, and a result must not.
/// </summary>
internal sealed class AttemptChatClient(IChatClient inner, TimeSpan attemptLimit, TimeSpan caseLimit, TimeProvider time) : WholeAnswerChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var trace = CallTrace.Current;
        var left = caseLimit - (trace?.ModelTime ?? TimeSpan.Zero);
        if (left <= TimeSpan.Zero)
        {
            throw new CallTimedOutException(caseLimit, isCaseOver: true);
        }

        using var clock = new CancellationTokenSource(left < attemptLimit ? left : attemptLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        var started = time.GetTimestamp();
        try
        {
            // WaitAsync: a client that ignores its token must not hold the attempt.
            var response = await InnerClient.GetResponseAsync(messages, options, either.Token).WaitAsync(either.Token);
            Note(response, trace);
            return response;
        }
        catch (OperationCanceledException) when (clock.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw left <= attemptLimit
                ? new CallTimedOutException(caseLimit, isCaseOver: true)
                : new CallTimedOutException(attemptLimit, isCaseOver: false);
        }
        finally
        {
            trace?.ModelTime += time.GetElapsedTime(started);
        }
    }

    private static void Note(ChatResponse response, CallTrace? trace)
    {
        if (trace is not null)
        {
            trace.LoadTime += response.LoadTime ?? TimeSpan.Zero;
            trace.StructuredOutput = response.StructuredOutput ?? trace.StructuredOutput;
            trace.DroppedParameters = response.DroppedParameters;
        }
    }
}
