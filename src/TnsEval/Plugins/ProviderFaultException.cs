using TnsEval.Abstractions;

namespace TnsEval.Plugins;

/// <summary>A call to a model failed. Carries what the provider said of it and nothing of the exception it threw.</summary>
public sealed class ProviderFaultException(ProviderFault fault) : Exception(fault.Message)
{
    /// <summary>What the failure means for the caller.</summary>
    public ProviderFault Fault { get; } = fault;
}
