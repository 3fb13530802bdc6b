using TnsTriage;

namespace TnsEval.Sweeping;

/// <summary>What the desk is like that an operating point is to serve.</summary>
public sealed record SweepOptions
{
    /// <summary>Base rates at which precision is told, as fractions: one ticket in 500, in 200, in 100.</summary>
    public static IReadOnlyList<double> PrecisionBaseRates { get; } = [0.002, 0.005, 0.01];

    /// <summary>Tickets that must escalate among all tickets, as a fraction; for alarms, reviews and cost.</summary>
    public double BaseRate { get; init; } = 0.005;

    /// <summary>Tickets that come in on a day.</summary>
    public int TicketsPerDay { get; init; } = 1_000;

    /// <summary>What errors cost; null when nobody said, and then no point is the cheapest.</summary>
    public ErrorCosts? Costs { get; init; }

    /// <summary>Every problem of these options; none when they can be used.</summary>
    public IEnumerable<Problem> Check()
    {
        if (BaseRate is not (> 0 and < 1))
        {
            yield return new Problem(nameof(BaseRate), FormattableString.Invariant($"{BaseRate} is not strictly between 0 and 1"), "Set a fraction such as 0.005 for one ticket in 200");
        }

        if (TicketsPerDay < 1)
        {
            yield return new Problem(nameof(TicketsPerDay), FormattableString.Invariant($"{TicketsPerDay} is not above 0"), "Set a number such as 1000");
        }

        if (Costs is { } costs && !(costs is { Miss: >= 0, FalseAlarm: >= 0 } && double.IsFinite(costs.Miss + costs.FalseAlarm) && costs.Miss + costs.FalseAlarm > 0))
        {
            yield return new Problem(nameof(Costs), "costs are not two amounts of at least 0, one of them above 0", "Set both in one unit, such as 500 for a miss and 2 for a false alarm");
        }
    }
}

/// <summary>What errors cost, both in one unit: money, minutes, or each other.</summary>
/// <param name="Miss">A ticket that had to escalate and raised no alarm.</param>
/// <param name="FalseAlarm">A benign ticket that raised one.</param>
public sealed record ErrorCosts(double Miss, double FalseAlarm);
