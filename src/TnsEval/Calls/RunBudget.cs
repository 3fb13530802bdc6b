using System.Globalization;
using TnsEval.Runs;

namespace TnsEval.Calls;

/// <summary>
/// What a command may spend. Each call reserves its estimate and settles with what it came to, so that calls under way at once cannot spend the same
/// rest. Safe to use from many threads.
/// </summary>
/// <param name="maxCost">In <paramref name="currency"/>; null for no limit.</param>
/// <param name="maxTokens">Input and output together; null for no limit.</param>
/// <param name="currency">The price file's; null without one.</param>
public sealed class RunBudget(decimal? maxCost, long? maxTokens, string? currency)
{
    private readonly Lock _lock = new();
    private Spend _spent;
    private Spend _reserved;
    private TaskCompletionSource _settled = NewSignal();

    /// <summary>What was spent so far.</summary>
    public Spend Spent
    {
        get
        {
            lock (_lock)
            {
                return _spent;
            }
        }
    }

    /// <summary>The currency of <see cref="Spend.Cost"/>; null without prices.</summary>
    public string? Currency => currency;

    /// <summary>Counts what an earlier command spent on the same run.</summary>
    public void Add(Spend spent)
    {
        lock (_lock)
        {
            _spent += spent;
        }
    }

    /// <summary>Whether so much would be within the limits, had nothing been spent.</summary>
    public bool Allows(Spend total) => total.Cost <= (maxCost ?? decimal.MaxValue) && total.Tokens <= (maxTokens ?? long.MaxValue);

    /// <summary>Reserves a call's estimate. While others are under way that may turn out cheaper, it waits for them.</summary>
    /// <exception cref="RunStoppedException">The call would exceed the budget.</exception>
    public async Task ReserveAsync(Spend estimate, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task settled;
            lock (_lock)
            {
                if (Allows(_spent + _reserved + estimate))
                {
                    _reserved += estimate;
                    return;
                }

                if (_reserved.Calls == 0)
                {
                    throw new RunStoppedException($"the budget is spent: {Describe(_spent, maxCost, maxTokens)}, and the next call is expected to take {Describe(estimate, null, null)}", Fix)
                    {
                        LetsOthersFinish = true,
                    };
                }

                settled = _settled.Task;
            }

            await settled.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends a reservation.</summary>
    /// <param name="estimate">What was reserved.</param>
    /// <param name="actual">What it came to.</param>
    public void Settle(Spend estimate, Spend actual)
    {
        TaskCompletionSource settled;
        lock (_lock)
        {
            _reserved -= estimate;
            _spent += actual;
            (settled, _settled) = (_settled, NewSignal());
        }

        settled.SetResult();
    }

    /// <summary>What was spent beside its limits, such as <c>USD 0.98 of 1.00, 12,000 tokens</c>.</summary>
    public string Describe() => Describe(Spent, maxCost, maxTokens);

    private string Describe(Spend spend, decimal? ofCost, long? ofTokens)
    {
        var tokens = string.Create(CultureInfo.InvariantCulture, $"{spend.Tokens:N0}{(ofTokens is { } most ? string.Create(CultureInfo.InvariantCulture, $" of {most:N0}") : "")} tokens");
        return currency is null ? tokens
            : $"{Spend.Amount(spend.Cost, currency)}{(ofCost is { } limit ? string.Create(CultureInfo.InvariantCulture, $" of {limit:0.00##}") : "")}, {tokens}";
    }

    private string Fix => maxCost is null ? "Raise --max-tokens" : maxTokens is null ? "Raise --max-cost" : "Raise --max-cost or --max-tokens";

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
