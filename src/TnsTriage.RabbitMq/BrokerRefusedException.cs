namespace TnsTriage.RabbitMq;

/// <summary>The broker answers, and will not do it until somebody changes something: login, vhost, rights, a queue declared otherwise.</summary>
internal sealed class BrokerRefusedException(IReadOnlyList<Problem> problems, Exception? inner = null)
    : Exception(string.Join(Environment.NewLine, problems), inner)
{
    /// <summary>All that is known, each saying how to fix it.</summary>
    public IReadOnlyList<Problem> Problems { get; } = problems;
}
