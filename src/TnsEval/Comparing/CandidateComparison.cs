using TnsEval.EvalSets;
using TnsEval.Scoring;
using TnsEval.Statistics;

namespace TnsEval.Comparing;

/// <summary>One candidate against the base.</summary>
public sealed record CandidateComparison
{
    /// <summary>The candidate.</summary>
    public required ComparedRun Candidate { get; init; }

    /// <summary>What else differs than prompt and tickets, for people.</summary>
    public required IReadOnlyList<string> OtherDifferences { get; init; }

    /// <summary>What changed on the tickets of both.</summary>
    public required RunDifference Difference { get; init; }

    /// <summary>McNemar's mid-p of the misses, after Holm over the candidates.</summary>
    public required double MissesP { get; init; }

    /// <summary>McNemar's mid-p of the false alarms, after Holm over the candidates.</summary>
    public required double FalseAlarmsP { get; init; }

    /// <summary>What it comes to at a desk; null when a rate is unknown.</summary>
    public required ProductionEffect? InProduction { get; init; }

    /// <summary>The base's scores over the tickets of both, each repeat counted.</summary>
    public required Scorecard BaseScores { get; init; }

    /// <summary>The candidate's.</summary>
    public required Scorecard CandidateScores { get; init; }

    /// <summary>The two runs over all their tickets, common or not; null when all are common.</summary>
    public required WholeSets? WholeSets { get; init; }

    /// <summary>Answers of both runs that failed because a recording does not hold them: they say nothing of a prompt.</summary>
    public required int NotRecorded { get; init; }

    internal static CandidateComparison Of(ComparedRun @base, ComparedRun candidate, ScoringOptions scoring)
    {
        var (baseWhole, candidateWhole) = (@base.Summary(scoring), candidate.Summary(scoring));   // before anything else: a journal that lost lines proves nothing
        var difference = RunDifference.Of(@base.Records, candidate.Records, scoring.InvalidPolicy);
        var isSame = difference is { OnlyInBase: 0, OnlyInCandidate: 0 };
        var common = isSame ? new HashSet<CaseId>() : @base.Records.Select(record => record.Id).Intersect(candidate.Records.Select(record => record.Id)).ToHashSet();
        return new CandidateComparison
        {
            Candidate = candidate,
            OtherDifferences = Comparability.OtherDifferences(@base.Manifest, candidate.Manifest),
            Difference = difference,
            MissesP = difference.Misses.MidP,
            FalseAlarmsP = difference.FalseAlarms.MidP,
            InProduction = ProductionEffect.Of(difference, scoring),
            BaseScores = isSame ? baseWhole.Scores : @base.Scores(common, scoring),
            CandidateScores = isSame ? candidateWhole.Scores : candidate.Scores(common, scoring),
            WholeSets = isSame ? null : new WholeSets(
                new UnpairedDifference(baseWhole.Scores.Misses, candidateWhole.Scores.Misses),
                new UnpairedDifference(baseWhole.Scores.FalseAlarms, candidateWhole.Scores.FalseAlarms)),
            NotRecorded = baseWhole.NotRecorded + candidateWhole.NotRecorded,
        };
    }
}

/// <summary>Two runs over different tickets.</summary>
public sealed record WholeSets(UnpairedDifference Misses, UnpairedDifference FalseAlarms);

/// <summary>A rate of different tickets: what differs may be the tickets.</summary>
public sealed record UnpairedDifference(Rate Base, Rate Candidate)
{
    /// <summary>Candidate minus base; null when either is unknown.</summary>
    public double? Difference => Candidate.Value - Base.Value;

    /// <summary>Newcombe's 95 % interval for independent rates; null when either is unknown.</summary>
    public Interval? Interval => Newcombe.Independent(Candidate, Base);

    /// <summary>Tickets a set at which a true difference of this size would show four times in five; null when either rate is unknown, or they are the same.</summary>
    public long? TicketsToShow => (Base.Value, Candidate.Value) is ({ } one, { } other) && one != other ? SampleSize.ForTwoRates(one, other) : null;
}
