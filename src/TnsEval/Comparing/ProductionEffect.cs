using TnsEval.Scoring;

namespace TnsEval.Comparing;

/// <summary>What the two rates come to at a desk: eval sets hold many more positives than production does.</summary>
/// <param name="BaseRate">The share of tickets that must escalate, as assumed.</param>
/// <param name="BaseFalseAlarms">False alarms in 1,000 tickets under the base.</param>
/// <param name="CandidateFalseAlarms">The same under the candidate.</param>
/// <param name="BaseMisses">Misses in 1,000 tickets under the base.</param>
/// <param name="CandidateMisses">The same under the candidate.</param>
public sealed record ProductionEffect(double BaseRate, double BaseFalseAlarms, double CandidateFalseAlarms, double BaseMisses, double CandidateMisses)
{
    private const int Tickets = 1000;

    /// <summary>
    /// How many false alarms stand against one miss, where one falls and the other rises: a miss worth more of them than this decides for the run with
    /// fewer misses. Null when there is nothing to weigh.
    /// </summary>
    public double? FalseAlarmsPerMiss =>
        (CandidateFalseAlarms - BaseFalseAlarms, CandidateMisses - BaseMisses) is var (falseAlarms, misses) && falseAlarms * misses < 0 ? Math.Abs(falseAlarms / misses) : null;

    /// <summary>Null when a rate is unknown.</summary>
    internal static ProductionEffect? Of(RunDifference difference, ScoringOptions scoring) =>
        (difference.FalseAlarms, difference.Misses) is ({ Base.Value: { } baseFalseAlarms, Candidate.Value: { } falseAlarms }, { Base.Value: { } baseMisses, Candidate.Value: { } misses })
            ? new ProductionEffect(
                scoring.BaseRate,
                Tickets * (1 - scoring.BaseRate) * baseFalseAlarms,
                Tickets * (1 - scoring.BaseRate) * falseAlarms,
                Tickets * scoring.BaseRate * baseMisses,
                Tickets * scoring.BaseRate * misses)
            : null;
}
