using Microsoft.Extensions.AI;
using TnsEval.Telemetry;

namespace TnsEval.Calls;

/// <summary>
/// The clients around one model, outside in: cache and recording, which need no provider; <see cref="BudgetChatClient"/>, which reserves for a call whatever
/// number of attempts it takes; <see cref="RetryChatClient"/>, which waits without holding a turn; <see cref="GatedChatClient"/>, one turn an
/// attempt; <see cref="BreakerChatClient"/>, which sees every attempt; <see cref="ObservedChatClient"/>, which tells of it; <see cref="AttemptChatClient"/>, which measures and limits what the provider alone
/// takes; the provider's own client. This is the one place that puts them together.
/// </summary>
public sealed class CallChain
{
    private readonly ProviderAccount _account;

    private CallChain(IChatClient client, ProviderAccount account, RunBudget? budget) => (Client, _account, Budget) = (client, account, budget);

    /// <summary>The model, safe to run thousands of tickets through.</summary>
    public IChatClient Client { get; }

    /// <summary>What the command may spend; null without a limit.</summary>
    public RunBudget? Budget { get; }

    /// <summary>How the calls of the command go as of now.</summary>
    public CallStatus Status => new(_account.Gate.Limit, _account.Counts.Retries, _account.Counts.Faults, Budget?.Spent);

    /// <summary>Puts the clients around one model.</summary>
    /// <param name="provider">The provider's client, which throws faults only; disposed with the chain's.</param>
    /// <param name="model">Its name, as <c>provider/model</c>.</param>
    /// <param name="account">Shared by the models of the provider.</param>
    /// <param name="settings">The run's settings.</param>
    /// <param name="budget">Shared by the command, with this model's prices; null without one.</param>
    /// <param name="time">The clock of every wait and limit.</param>
    internal static CallChain Around(
        IChatClient provider, string model, ProviderAccount account, CallSettings settings, (RunBudget Budget, CallPrice Price)? budget, TimeProvider time)
    {
        IChatClient client = new AttemptChatClient(provider, settings.AttemptTimeout, settings.CaseTimeout, time);
        client = new ObservedChatClient(client, account, model[(model.IndexOf('/') + 1)..], time);
        client = new BreakerChatClient(client, account.Breaker, time);
        client = new GatedChatClient(client, account.Gate, time);
        client = new RetryChatClient(client, new RetryPolicy(settings.Retries, settings.Seed), account.Breaker, account.Counts, time);
        client = budget is { } limited ? new BudgetChatClient(client, limited.Budget, limited.Price, model) : client;
        return new CallChain(client, account, budget?.Budget);
    }
}

/// <summary>How the calls of a command go.</summary>
/// <param name="Concurrency">Calls at once that the provider is taken to allow.</param>
/// <param name="Retries">Attempts made again so far.</param>
/// <param name="Faults">Attempts so far that failed in a way that may pass.</param>
/// <param name="Spent">What was spent; null without a budget.</param>
public sealed record CallStatus(int Concurrency, int Retries, int Faults, Spend? Spent);
