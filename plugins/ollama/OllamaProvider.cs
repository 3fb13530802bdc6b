using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.Ollama;

/// <summary>Models that an Ollama server runs, over its own HTTP API; see the README beside it.</summary>
public sealed class OllamaProvider : IModelProvider
{
    /// <inheritdoc/>
    public string Id => "ollama";

    /// <inheritdoc/>
    public ProviderCapabilities Capabilities { get; } = new() { JsonSchema = true, Seed = true, TokenUsage = true };

    /// <inheritdoc/>
    /// <remarks>Asks the server nothing: whether it runs and has the model shows at the first call.</remarks>
    public IChatClient CreateClient(ModelSettings settings) => new OllamaChatClient(OllamaSettings.Read(settings), TimeProvider.System);

    /// <inheritdoc/>
    public ProviderFault Classify(Exception exception) => exception is OllamaException { Fault: var fault }
        ? fault
        : new ProviderFault(ProviderFaultKind.Permanent, $"the Ollama client failed with {exception.GetType().Name}");
}
