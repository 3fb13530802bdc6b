using Microsoft.Extensions.AI;

namespace TnsEval.Abstractions;

/// <summary>
/// A model-provider plugin's entry: makes chat clients and explains the exceptions they throw. It needs a public constructor without
/// parameters. Retries, limits, caching and time-outs are the harness's: a provider sends one request for one call.
/// </summary>
/// <remarks>
/// The harness lets no exception of a plugin past its boundary: one thrown here becomes a problem or a fault that names the exception's
/// type only, because a message can quote a ticket or a key.
/// </remarks>
public interface IModelProvider
{
    /// <summary>The plugin's id, equal to the one in its <c>plugin.json</c>; the part before the slash of a model name.</summary>
    string Id { get; }

    /// <summary>What this provider's models can do. Read once, when the plugin is loaded.</summary>
    ProviderCapabilities Capabilities { get; }

    /// <summary>
    /// Makes a client for one model. Called once for all runs of a command; the client is used from many threads at once and disposed after the last.
    /// </summary>
    /// <exception cref="ProviderSettingsException">
    /// The settings do not allow a client: a missing key, an unknown model. All problems at once.
    /// </exception>
    IChatClient CreateClient(ModelSettings settings);

    /// <summary>Says what an exception thrown by this provider's client means. Called from many threads at once; must not throw.</summary>
    ProviderFault Classify(Exception exception);
}
