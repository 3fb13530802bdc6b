using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.Offline;

/// <summary>
/// The embedded default: needs no network, no key and no weights. Its one model is a nearest-neighbour classifier that knows nothing but
/// the prompt; see the README beside it. It is a floor that a language model must beat, never a stand-in for one.
/// </summary>
public sealed class OfflineProvider : IModelProvider
{
    /// <inheritdoc/>
    public string Id => "offline";

    /// <inheritdoc/>
    /// <remarks>Answers are the same at every seed, so there is no seed to honour.</remarks>
    public ProviderCapabilities Capabilities { get; } = new() { JsonSchema = true, TokenUsage = true };

    /// <inheritdoc/>
    public IChatClient CreateClient(ModelSettings settings) => settings.Model == InContextChatClient.ModelName
        ? new InContextChatClient()
        : throw new ProviderSettingsException(
            $"there is no model '{settings.Model}'", $"Use offline/{InContextChatClient.ModelName}, the only one");

    /// <inheritdoc/>
    /// <remarks>Nothing here goes wrong by chance, so nothing is worth a second try.</remarks>
    public ProviderFault Classify(Exception exception) => new(
        ProviderFaultKind.Permanent,
        exception is UnanswerableRequestException ? exception.Message : $"the offline classifier failed with {exception.GetType().Name}");
}
