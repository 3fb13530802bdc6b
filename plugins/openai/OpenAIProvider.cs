using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Plugins.OpenAI.Faults;
using TnsEval.Plugins.OpenAI.Requests;

namespace TnsEval.Plugins.OpenAI;

/// <summary>
/// OpenAI, Azure OpenAI, and whatever else answers <c>POST chat/completions</c> as OpenAI does; the README beside it lists the settings.
/// </summary>
public sealed class OpenAIProvider : IModelProvider
{
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(Uri Address, string Model), Dialect> _dialects = [];

    /// <summary>For the harness.</summary>
    public OpenAIProvider()
        : this(TimeProvider.System)
    {
    }

    /// <param name="time">What a <c>Retry-After</c> that names a date is compared with.</param>
    internal OpenAIProvider(TimeProvider time) => _time = time;

    /// <inheritdoc/>
    public string Id => "openai";

    /// <inheritdoc/>
    /// <remarks>What the API offers. A server that lacks some of it is found out by its answers, and the response's notes say so.</remarks>
    public ProviderCapabilities Capabilities { get; } = new() { JsonSchema = true, Seed = true, LogProbabilities = true, TokenUsage = true };

    /// <inheritdoc/>
    public IChatClient CreateClient(ModelSettings settings)
    {
        var endpoint = new EndpointReader(settings).Read();
        var dialect = _dialects.GetOrAdd((endpoint.Address, settings.Model), _ => new Dialect());
        return new OpenAIChatClient(endpoint, settings.Model, dialect, _time);
    }

    /// <inheritdoc/>
    public ProviderFault Classify(Exception exception) => exception is CallFailedException { Fault: var fault }
        ? fault
        : new ProviderFault(ProviderFaultKind.Permanent, $"the openai client failed with {exception.GetType().Name}");
}
