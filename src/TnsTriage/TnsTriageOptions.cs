namespace TnsTriage;

/// <summary>How a <see cref="TicketClassifier"/> asks its model.</summary>
public sealed record TnsTriageOptions
{
    /// <summary>How often a violating answer is sent back for repair: 0 to 2. One turn mends most slips; a second one seldom pays.</summary>
    public int RepairTurns { get; init; } = 1;

    /// <summary>
    /// How long one ticket may take, all calls together; more than zero, at most one hour. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for a
    /// client that limits its calls itself.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Longest ticket that is sent, in characters of what the model would see. A longer one becomes <see cref="CaseOutcome.Truncated"/>
    /// without a call: a verdict on part of a ticket would pass for one on all of it.
    /// </summary>
    public int MaxTicketCharacters { get; init; } = 100_000;

    /// <summary>Every problem of these options; none when they can be used.</summary>
    public IEnumerable<Problem> Check()
    {
        if (RepairTurns is < 0 or > 2)
        {
            yield return new Problem(nameof(RepairTurns), $"{RepairTurns} is not between 0 and 2", "Set 0, 1 or 2");
        }

        if (Timeout != System.Threading.Timeout.InfiniteTimeSpan && (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromHours(1)))
        {
            yield return new Problem(nameof(Timeout), $"{Timeout} is not between 0 and 1 hour", "Set a time such as 00:01:30");
        }

        if (MaxTicketCharacters < 1)
        {
            yield return new Problem(nameof(MaxTicketCharacters), $"{MaxTicketCharacters} is less than 1", "Set a length such as 100000");
        }
    }
}
