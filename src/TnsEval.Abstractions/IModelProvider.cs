using Microsoft.Extensions.AI;

namespace TnsEval.Abstractions;

/// <summary>
/// A model-provider plugin's entry: makes chat clients and explains the exceptions they throw. It needs a public constructor without parameters.
/// Retries, limits, caching and time-outs are the harness's: a provider sends one request for one call.
/// </summary>
public interface IModelProvider
{
    /// <summary>The plugin's id, equal to the one in its <c>plugin.json</c>; the part before the slash of a model name.</summary>
    string Id { get; }

    /// <summary>What this provider's models can do.</summary>
    ProviderCapabilities Capabilities { get; }

    /// <summary>Makes a client for one model. Called once a run; the client is used from many threads at once and disposed at the run's end.</summary>
    /// <exception cref="ProviderSettingsException">The settings do not allow a client: a missing key, an unknown model. All problems at once.</exception>
    IChatClient CreateClient(ModelSettings settings);

    /// <summary>Says what an exception thrown by this provider's client means. Must not throw.</summary>
    ProviderFault Classify(Exception exception);
}

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

/// <summary>What a provider needs to make a client.</summary>
public sealed record ModelSettings
{
    /// <summary>The model's name without the provider's id; may hold further slashes and colons.</summary>
    public required string Model { get; init; }

    /// <summary>The folder the plugin was loaded from.</summary>
    public required string PluginFolder { get; init; }

    /// <summary>Reads an environment variable such as <c>OPENAI_API_KEY</c>; null when it is not set. Use this instead of the process environment.</summary>
    public required Func<string, string?> ReadVariable { get; init; }
}

/// <summary>What a failed call means for the caller.</summary>
/// <param name="Kind">What to do about it.</param>
/// <param name="Message">For people and logs: no ticket text, model text, headers or keys.</param>
/// <param name="RetryAfter">How long the server asked to wait, or null.</param>
public sealed record ProviderFault(ProviderFaultKind Kind, string Message, TimeSpan? RetryAfter = null);

/// <summary>Kinds of fault.</summary>
public enum ProviderFaultKind
{
    /// <summary>The same call may work later: a server error, a lost connection.</summary>
    Transient,

    /// <summary>Too many calls.</summary>
    RateLimited,

    /// <summary>The provider's own filter declined to answer.</summary>
    Refused,

    /// <summary>The credentials are missing, wrong or revoked: the run stops.</summary>
    Auth,

    /// <summary>The same call will fail again.</summary>
    Permanent,
}

/// <summary>The settings do not allow a client to be made. The message must hold no key.</summary>
public sealed class ProviderSettingsException(string message) : Exception(message);
