namespace TnsTriage;

/// <summary>How a <see cref="TicketClassifier"/> asks its model. A classifier copies them when it is made.</summary>
public sealed record TnsTriageOptions
{
    /// <summary>How often a violating answer is sent back for repair: 0 to 2. One turn mends most slips; a second one seldom pays.</summary>
    public int RepairTurns { get; set; } = 1;

    /// <summary>
    /// How long one ticket may take, all calls together; more than zero, at most one hour. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for a
    /// client that limits its calls itself.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Longest ticket that is sent, in characters of what the model would see. A longer one becomes <see cref="CaseOutcome.Truncated"/>
    /// without a call: a verdict on part of a ticket would pass for one on all of it.
    /// </summary>
    public int MaxTicketCharacters { get; set; } = 100_000;

    /// <summary>
    /// Says what an exception of the client means, for those who know the client: which one is a content filter's refusal, for instance. Null, here or as its answer, makes it
    /// <see cref="CaseOutcome.Failed"/> with the exception's type name only: messages of unknown clients may quote the ticket. Called from many threads.
    /// </summary>
    public Func<Exception, CaseOutcome?>? ReadException { get; set; }

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
