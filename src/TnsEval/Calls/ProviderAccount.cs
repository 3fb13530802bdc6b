namespace TnsEval.Calls;

/// <summary>What all models of one provider share in a command, because the server counts them together.</summary>
internal sealed class ProviderAccount(string provider, CallSettings settings, TimeProvider time)
{
    public string Provider => provider;

    public ConcurrencyGate Gate { get; } = new(new AdaptiveLimit(settings.Concurrency, time));

    public CircuitBreaker Breaker { get; } = new(provider, settings.AttemptTimeout, time);

    public CallCounts Counts { get; } = new(provider);
}
