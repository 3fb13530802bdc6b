using TnsEval.Scoring;
using TnsEval.Statistics;

namespace TnsEval.Comparing;

/// <summary>One or more candidates against one base: what <c>tnseval compare</c> shows.</summary>
public sealed record Comparison
{
    /// <summary>Version of the JSON.</summary>
    public int FormatVersion { get; } = 1;

    /// <summary>How answers that are none count.</summary>
    public required InvalidPolicy InvalidPolicy { get; init; }

    /// <summary>The base.</summary>
    public required ComparedRun Base { get; init; }

    /// <summary>The candidates, as they were named.</summary>
    public required IReadOnlyList<CandidateComparison> Candidates { get; init; }

    /// <summary>Compares runs that <see cref="Comparability.Check"/> has nothing against.</summary>
    /// <param name="base">The base.</param>
    /// <param name="candidates">At least one.</param>
    /// <param name="scoring">Policy and base rate of all of them.</param>
    /// <exception cref="Runs.RunFolderException">A journal is not whole.</exception>
    public static Comparison Of(ComparedRun @base, IReadOnlyList<ComparedRun> candidates, ScoringOptions scoring)
    {
        CandidateComparison[] compared = [.. candidates.Select(candidate => CandidateComparison.Of(@base, candidate, scoring))];
        var misses = Holm.Adjust([.. compared.Select(candidate => candidate.MissesP)]);
        var falseAlarms = Holm.Adjust([.. compared.Select(candidate => candidate.FalseAlarmsP)]);
        return new Comparison
        {
            InvalidPolicy = scoring.InvalidPolicy,
            Base = @base,
            Candidates = [.. compared.Select((candidate, index) => candidate with { MissesP = misses[index], FalseAlarmsP = falseAlarms[index] })],
        };
    }
}
