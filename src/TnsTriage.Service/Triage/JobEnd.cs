using TnsTriage.Service.Inbox;

namespace TnsTriage.Service.Triage;

/// <summary>How one attempt at a job ended. Exactly one of the nested types.</summary>
internal abstract record JobEnd
{
    private JobEnd()
    {
    }

    /// <summary>There is nothing left to do.</summary>
    public sealed record Done : JobEnd;

    /// <summary>Somebody else has the conversation, or one that it was merged with. Nothing counts against the job.</summary>
    public sealed record Held : JobEnd;

    /// <summary>It may work later.</summary>
    public sealed record Later(Setback Setback, TimeSpan? RetryAfter = null) : JobEnd;

    /// <summary>Somebody has to change something first.</summary>
    public sealed record Never(Setback Setback) : JobEnd;
}
