using TnsEval.Abstractions;

namespace TnsEval.Plugins.OpenAI.Faults;

/// <summary>
/// The only exception of the client besides cancellation. It has no inner exception on purpose: those of the SDK quote the server's answer, which
/// can quote the ticket.
/// </summary>
internal sealed class CallFailedException(ProviderFault fault) : Exception(fault.Message)
{
    public ProviderFault Fault { get; } = fault;
}
