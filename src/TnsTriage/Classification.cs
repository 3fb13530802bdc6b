using TnsTriage.Assessments;

namespace TnsTriage;

/// <summary>What a classifier made of one ticket, and what it took.</summary>
public sealed record Classification
{
    /// <summary>The result.</summary>
    public required CaseOutcome Outcome { get; init; }

    /// <summary>Answers of the model in order, repair turns included; as they came. Hold ticket text: never log them.</summary>
    public IReadOnlyList<string> ModelTexts { get; init; } = [];

    /// <summary>Violations of the first answer that was rejected; empty when the first answer was accepted.</summary>
    public IReadOnlyList<ContractViolation> FirstViolations { get; init; } = [];

    /// <summary>Model calls made; 0 when the ticket was not sent.</summary>
    public int Attempts { get; init; }

    /// <summary>Answers with a Markdown code fence around them, whatever became of them.</summary>
    public int FormatSlips { get; init; }

    /// <summary>Time spent in model calls, all of them together; what the client waits and retries inside included.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>
    /// Tokens over all answers; null when there is none, or when the provider did not say for one of them. What a call cost that failed or timed
    /// out is never told.
    /// </summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>The model's name as the provider returned it, or null.</summary>
    public string? ModelId { get; init; }
}

/// <summary>Tokens of one or more calls, as the provider counts them.</summary>
/// <param name="InputTokens">Of the request, the cached ones included.</param>
/// <param name="OutputTokens">Of the answer.</param>
public sealed record TokenUsage(long InputTokens, long OutputTokens)
{
    /// <summary>The sum of two usages; null when neither is known.</summary>
    internal static TokenUsage? Sum(TokenUsage? left, TokenUsage? right) => (left, right) switch
    {
        (null, _) => right,
        (_, null) => left,
        _ => new TokenUsage(left.InputTokens + right.InputTokens, left.OutputTokens + right.OutputTokens),
    };
}
