using System.Runtime.InteropServices;
using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsTriage.Assessments;

namespace TnsEval.Sweeping;

/// <summary>One pass over a run's records: a tally for each rule that raises alarms, and one number a case.</summary>
internal sealed class SweepPass(SweepOptions options)
{
    private readonly Rule[] _rules =
    [
        .. from needsHumanAlarms in new[] { false, true }
           from alarmFrom in Enum.GetValues<Severity>()
           where alarmFrom > Severity.None
           select new Rule(alarmFrom, needsHumanAlarms),
    ];

    private readonly Dictionary<CaseId, Ranked> _ranked = [];
    private readonly HashSet<CaseId> _cases = [];
    private int _repeats = 1;

    public int Cases => _cases.Count;

    public int Unassessed { get; private set; }

    public void Add(CaseRecord record)
    {
        _cases.Add(record.Id);
        _repeats = Math.Max(_repeats, record.Repeat + 1);
        if (record.Assessment is not { } assessment)
        {
            Unassessed++;
            Array.ForEach(_rules, rule => rule.Tally.Add(record.Label.IsEscalate, alarm: null));
            return;
        }

        var wantsPerson = EscalationPolicy.WantsPerson(assessment.NeedsHuman, assessment.PromptInjection);
        foreach (var rule in _rules)
        {
            var verdict = EscalationPolicy.Decide(assessment, rule.AlarmFrom).Verdict;
            rule.Add(record.Label.IsEscalate, verdict >= Verdict.Escalate || (rule.NeedsHumanAlarms && wantsPerson), verdict == Verdict.Review);
        }

        ref var ranked = ref CollectionsMarshal.GetValueRefOrAddDefault(_ranked, record.Id, out _);
        ranked = new Ranked(ranked.SeveritySum + (int)EscalationPolicy.Decide(assessment).Severity, ranked.Times + 1, record.Label.IsEscalate);
    }

    public Ranking Ranking()
    {
        var scores = Scores();
        var area = Auroc.Of(scores);
        var interval = area is { } middle && Auroc.StandardError(scores) is > 0 and var error ? Around(middle, error * NormalQuantile.TwoSided(Wilson.DefaultConfidence)) : null;
        return new Ranking(scores.Length, area, interval?.Low, interval?.High, AveragePrecision.Of(scores));

        static Interval? Around(double middle, double half) => new Interval(Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    public CostThreshold? LeastCost() => options.Costs is { } costs ? CostThreshold.Least(Scores(), costs.Miss, costs.FalseAlarm, options.BaseRate) : null;

    public IReadOnlyList<OperatingPoint> Points() => [.. Enum.GetValues<InvalidPolicy>().SelectMany(policy => CheapestMarked([.. _rules.Select(rule => Point(rule, policy))]))];

    private (double Score, bool IsPositive)[] Scores() => [.. _ranked.Values.Select(ranked => ((double)ranked.SeveritySum / ranked.Times, ranked.IsEscalate))];

    private OperatingPoint Point(Rule rule, InvalidPolicy policy)
    {
        var (misses, falseAlarms) = (rule.Tally.Misses(policy, _repeats), rule.Tally.FalseAlarms(policy, _repeats));
        var cost = options.Costs is { } costs
            ? (options.BaseRate * misses.Value * costs.Miss) + ((1 - options.BaseRate) * falseAlarms.Value * costs.FalseAlarm)
            : null;
        return new OperatingPoint
        {
            AlarmFrom = rule.AlarmFrom,
            NeedsHumanAlarms = rule.NeedsHumanAlarms,
            InvalidPolicy = policy,
            Misses = misses,
            FalseAlarms = falseAlarms,
            Precision = [.. SweepOptions.PrecisionBaseRates.Select(baseRate => PrecisionAt.Of(misses, falseAlarms, baseRate))],
            PassPrecision = PredictiveValue.PassPrecision(1 - misses.Value, falseAlarms.Value, options.BaseRate),
            AlarmsPerDay = options.TicketsPerDay * PredictiveValue.AlarmRate(1 - misses.Value, falseAlarms.Value, options.BaseRate),
            ReviewsPerDay = options.TicketsPerDay * PredictiveValue.AlarmRate(
                Share(rule.EscalateReviews, misses.Trials), Share(rule.BenignReviews, falseAlarms.Trials), options.BaseRate),
            CostPerDay = options.TicketsPerDay * cost,
            IsCheapest = false,
        };

        static double? Share(int events, int trials) => trials == 0 ? null : (double)events / trials;
    }

    private static OperatingPoint[] CheapestMarked(OperatingPoint[] points)
    {
        var cheapest = points.Where(point => point.CostPerDay is not null).OrderBy(point => point.CostPerDay).ThenBy(point => point.AlarmsPerDay).FirstOrDefault();
        return [.. points.Select(point => point with { IsCheapest = ReferenceEquals(point, cheapest) })];
    }

    private readonly record struct Ranked(int SeveritySum, int Times, bool IsEscalate);

    private sealed record Rule(Severity AlarmFrom, bool NeedsHumanAlarms)
    {
        public Tally Tally { get; } = new();

        public int EscalateReviews { get; private set; }

        public int BenignReviews { get; private set; }

        public void Add(bool isEscalate, bool isAlarm, bool isReview)
        {
            Tally.Add(isEscalate, isAlarm);
            var reviews = isReview && !isAlarm ? 1 : 0;
            EscalateReviews += isEscalate ? reviews : 0;
            BenignReviews += isEscalate ? 0 : reviews;
        }
    }
}
