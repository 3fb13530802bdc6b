using Microsoft.Extensions.AI;
using TnsEval.Calls;
using TnsTriage.Telemetry;

namespace TnsEval.Telemetry;

/// <summary>One span and one measurement an attempt at the provider, written as the classifier that ships writes those of its calls.</summary>
/// <param name="inner">The attempt.</param>
/// <param name="account">The provider's.</param>
/// <param name="model">As the provider names it.</param>
/// <param name="time">The clock of the durations; a span has its own.</param>
internal sealed class ObservedChatClient(IChatClient inner, ProviderAccount account, string model, TimeProvider time) : WholeAnswerChatClient(inner)
{
    private readonly ChatTarget _target = new(account.Provider, model);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Signals.ConcurrencyLimit.Record(account.Gate.Limit, new KeyValuePair<string, object?>(ChatSignals.ProviderName, account.Provider));
        using var observation = Signals.Chat.Start(_target, options, time);
        try
        {
            var response = await InnerClient.GetResponseAsync(messages, options, cancellationToken);
            observation?.End(response);
            return response;
        }
        catch (Exception e)
        {
            observation?.Fail(FailureName.Of(e));
            throw;
        }
    }
}
