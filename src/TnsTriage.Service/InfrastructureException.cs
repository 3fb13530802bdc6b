namespace TnsTriage.Service;

/// <summary>
/// Something outside that the service cannot do without is not to be had, and waiting does not help: a server that refuses us, that is of
/// another kind, or that did not answer in time. Ends the start with exit code 4.
/// </summary>
internal sealed class InfrastructureException(IReadOnlyList<Problem> problems, Exception? inner = null)
    : Exception(string.Join(Environment.NewLine, problems), inner)
{
    public InfrastructureException(Problem problem, Exception? inner = null) : this([problem], inner)
    {
    }

    /// <summary>What, where, what to do; without secrets.</summary>
    public IReadOnlyList<Problem> Problems { get; } = problems;
}
