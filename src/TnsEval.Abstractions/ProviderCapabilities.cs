using Microsoft.Extensions.AI;

namespace TnsEval.Abstractions;

/// <summary>What a provider's models can do. All false is a fair answer.</summary>
public sealed record ProviderCapabilities
{
    /// <summary>Whether a JSON schema in <see cref="ChatOptions.ResponseFormat"/> constrains the answer.</summary>
    public bool JsonSchema { get; init; }

    /// <summary>Whether <see cref="ChatOptions.Seed"/> is honoured.</summary>
    public bool Seed { get; init; }

    /// <summary>Whether log probabilities can be returned.</summary>
    public bool LogProbabilities { get; init; }

    /// <summary>Whether responses state token usage.</summary>
    public bool TokenUsage { get; init; }
}
