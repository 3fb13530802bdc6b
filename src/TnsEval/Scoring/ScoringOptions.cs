using TnsTriage;

namespace TnsEval.Scoring;

/// <summary>What a scorecard cannot know from the cases.</summary>
public sealed record ScoringOptions
{
    /// <summary>What the headline rates and all slices make of cases without an assessment.</summary>
    public InvalidPolicy InvalidPolicy { get; init; } = InvalidPolicy.AsWrong;

    /// <summary>Tickets that must escalate among all tickets of production, as a fraction; eval sets are enriched and cannot tell.</summary>
    public double BaseRate { get; init; } = 0.005;

    /// <summary>Every problem of these options; none when they can be used.</summary>
    public IEnumerable<Problem> Check()
    {
        if (!Enum.IsDefined(InvalidPolicy))
        {
            yield return new Problem(
                nameof(InvalidPolicy), $"{InvalidPolicy} is not a policy", $"Use one of {string.Join(", ", WireName<InvalidPolicy>.All)}");
        }

        if (BaseRate is not (> 0 and < 1))
        {
            yield return new Problem(
                nameof(BaseRate),
                FormattableString.Invariant($"{BaseRate} is not strictly between 0 and 1"),
                "Set a fraction such as 0.005 for one ticket in 200");
        }
    }
}
