namespace TnsEval.Workers.Messages;

/// <summary>A worker's share in the calls that a run may make at once. The first one says that it is accepted.</summary>
/// <param name="Session">The session.</param>
/// <param name="Order">Counts up; an older one that comes later does not count.</param>
/// <param name="Calls">Calls at once, which may be 0.</param>
internal sealed record Share(Guid Session, int Order, int Calls);

/// <summary>How a worker is; a sign of life.</summary>
internal sealed record WorkerStatus
{
    public required Guid Session { get; init; }

    public required Guid Worker { get; init; }

    /// <summary>The <see cref="Share.Order"/> that it follows.</summary>
    public required int Order { get; init; }

    /// <summary>Calls under way.</summary>
    public required int UnderWay { get; init; }

    /// <summary>Jobs it has, those included that wait for a turn or for their result to be stored.</summary>
    public required int Held { get; init; }

    /// <summary>Calls at once that it takes the provider to allow it.</summary>
    public required int Limit { get; init; }

    public required int Retries { get; init; }

    public required int Faults { get; init; }

    /// <summary>Whether it begins nothing more.</summary>
    public bool IsLeaving { get; init; }
}

/// <summary>A fault that ends the run, as it would end one on a single machine: credentials, a provider that is down.</summary>
internal sealed record WorkerFault(Guid Session, Guid Worker, string What, string Fix);
