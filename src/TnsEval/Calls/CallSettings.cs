namespace TnsEval.Calls;

/// <summary>What the clients of a <see cref="CallChain"/> need to know of a run's options.</summary>
internal sealed record CallSettings
{
    public required Concurrency Concurrency { get; init; }

    /// <summary>How long one attempt may take.</summary>
    public required TimeSpan AttemptTimeout { get; init; }

    /// <summary>How long all attempts of a case may take together, repair turns included.</summary>
    public required TimeSpan CaseTimeout { get; init; }

    /// <summary>See <see cref="RetryPolicy"/>.</summary>
    public required int Retries { get; init; }

    public required long Seed { get; init; }
}
