using Microsoft.Extensions.AI;
using TnsEval.Telemetry;

namespace TnsEval.Calls;

/// <summary>
/// Reserves each call's estimate in the command's <see cref="RunBudget"/> before the call. Afterwards counts what the provider counted; the estimate where it did not
/// say, and for a call given up, because the server may have worked on; nothing for one that failed.
/// </summary>
internal sealed class BudgetChatClient(IChatClient inner, RunBudget budget, CallPrice price, string model) : WholeAnswerChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var estimate = price.Estimate(request, options);
        await budget.ReserveAsync(estimate, cancellationToken);
        Spend actual = default;
        try
        {
            var response = await InnerClient.GetResponseAsync(request, options, cancellationToken);
            actual = price.Actual(response.Usage) ?? estimate;
            return response;
        }
        catch (Exception e) when (e is CallTimedOutException or OperationCanceledException)
        {
            actual = estimate;
            throw;
        }
        finally
        {
            budget.Settle(estimate, actual);
            CallTrace.Current?.Spent += actual;
            if (budget.Currency is { } currency)
            {
                Signals.Cost.Add((double)actual.Cost, new("tnseval.currency", currency), new("tnseval.model", model));
            }
        }
    }
}
