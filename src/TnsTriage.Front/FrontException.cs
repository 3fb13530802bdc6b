namespace TnsTriage.Front;

/// <summary>A call that Front did not carry out. The message holds no content, no ids and no keys.</summary>
/// <param name="fault">Why.</param>
/// <param name="operation">The call, such as <c>POST conversations/{id}/tags</c>.</param>
/// <param name="inner">What the network said, where it said something.</param>
public sealed class FrontException(FrontFault fault, string operation, Exception? inner = null) : Exception($"{operation}: {fault}", inner)
{
    /// <summary>Why.</summary>
    public FrontFault Fault { get; } = fault;

    /// <summary>The call, with placeholders for ids.</summary>
    public string Operation { get; } = operation;
}
