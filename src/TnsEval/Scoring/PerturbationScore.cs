using TnsEval.Statistics;

namespace TnsEval.Scoring;

/// <summary>What one kind of rewriting did to the answers. Each answer to a rewritten ticket is held against the answer to the ticket itself in the same repeat.</summary>
public sealed record PerturbationScore
{
    /// <summary>Where a flip rate's interval lies wholly above this, the prompt hangs on more than the facts: one ticket in fifty.</summary>
    public const double FragileAbove = 0.02;

    /// <summary>The <see cref="Perturbing.Perturbation"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Rewritten tickets whose alarm is not that of the ticket itself, among those where both have an assessment.</summary>
    public required Rate Flips { get; init; }

    /// <summary>Flips of escalate tickets from alarm to none.</summary>
    public required int ToMiss { get; init; }

    /// <summary>Flips of benign tickets from none to alarm.</summary>
    public required int ToFalseAlarm { get; init; }

    /// <summary>Flips from a wrong answer to the right one: as little to be relied on as the others.</summary>
    public required int ToRight { get; init; }

    /// <summary>Rewritten tickets without an assessment.</summary>
    public required Rate Invalid { get; init; }

    /// <summary>Rewritten tickets without an assessment whose ticket itself has one.</summary>
    public required int Lost { get; init; }

    /// <summary>Whether the lower end of the flip rate's 95 % interval is above <see cref="FragileAbove"/>.</summary>
    public bool IsFragile => Wilson.Interval(Flips).Low > FragileAbove;
}
