using TnsEval.EvalSets;

namespace TnsEval.Reading;

/// <summary>Which cases of a run somebody wants to read. What is left out does not narrow the choice; everything given must hold.</summary>
public sealed record CaseQuestion
{
    /// <summary>Escalate tickets without an alarm. Beside the other two outcomes it widens the choice.</summary>
    public bool Misses { get; init; }

    /// <summary>Benign tickets with an alarm.</summary>
    public bool FalseAlarms { get; init; }

    /// <summary>Tickets without an assessment.</summary>
    public bool Invalid { get; init; }

    /// <summary>Tickets whose repeats differ in raising an alarm, or that flip when rewritten.</summary>
    public bool Flipped { get; init; }

    /// <summary>The <see cref="Perturbing.Perturbation"/> whose answers are asked for; null for tickets as they are.</summary>
    public string? Perturbation { get; init; }

    /// <summary>Ids; none for all.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Terms of an <see cref="EvalSetFilter"/>.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Text of the ticket or of an answer, in whatever case; null for any.</summary>
    public string? Search { get; init; }

    /// <summary>Most cases to read, in the order of their ids; null for all.</summary>
    public int? Limit { get; init; }
}
