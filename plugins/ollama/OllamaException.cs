using TnsEval.Abstractions;

namespace TnsEval.Plugins.Ollama;

/// <summary>A call failed, and what that means is known. The only exception, but for a cancellation, that leaves the client.</summary>
internal sealed class OllamaException(ProviderFault fault) : Exception(fault.Message)
{
    public ProviderFault Fault { get; } = fault;

    /// <summary>Whether the server declined the JSON schema, and not the rest of the request.</summary>
    public bool IsSchemaRejected { get; init; }
}
