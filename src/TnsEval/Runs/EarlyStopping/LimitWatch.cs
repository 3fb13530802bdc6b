using TnsEval.EvalSets;
using TnsEval.Scoring;
using TnsEval.Statistics;

namespace TnsEval.Runs.EarlyStopping;

/// <summary>
/// Holds a run against its limits as cases end. Cases are counted in the planned order only: one that ended before an earlier one waits for it. So what is
/// decided, and after which case, depends neither on the order in which cases end nor on how many are open at once. Safe to use from many threads.
/// </summary>
internal sealed class LimitWatch
{
    private readonly Lock _lock = new();
    private readonly StopRule _rule;
    private readonly InvalidPolicy _policy;
    private readonly Dictionary<CaseId, int> _places;
    private readonly (bool IsEscalate, bool? Alarm)?[] _ended;
    private readonly State[] _limits;
    private readonly Tally _tally = new();
    private int _counted;

    /// <param name="planned">The cases in the order they are begun; each once.</param>
    /// <param name="rule">Without problems.</param>
    /// <param name="policy">What a case without an assessment counts as.</param>
    public LimitWatch(IReadOnlyList<PlannedCase> planned, StopRule rule, InvalidPolicy policy)
    {
        (_rule, _policy) = (rule, policy);
        _places = planned.Index().ToDictionary(place => place.Item.Case.Id, place => place.Index);
        _ended = new (bool, bool?)?[planned.Count];
        _limits = [.. rule.Limits.Select(limit => new State(limit.Rate, limit.Limit, -Math.Log(limit.Alpha)))];
    }

    /// <summary>Whether every limit is decided, so that nothing is left to run for.</summary>
    public bool IsDecided
    {
        get
        {
            lock (_lock)
            {
                return AreAllDecided;
            }
        }
    }

    private bool AreAllDecided => Array.TrueForAll(_limits, limit => limit.Decision != LimitDecision.Undecided);

    /// <summary>Takes what became of a case.</summary>
    /// <returns><see cref="IsDecided"/>.</returns>
    public bool Add(CaseRecord record)
    {
        lock (_lock)
        {
            _ended[_places[record.Id]] = (record.Label.IsEscalate, record.Assessment?.IsAlarm);
            while (!AreAllDecided && _counted < _ended.Length && _ended[_counted] is var (isEscalate, alarm))
            {
                Count(isEscalate, alarm);
            }

            return AreAllDecided;
        }
    }

    /// <summary>Whether a case is one of those that were counted.</summary>
    public bool Counts(CaseId id)
    {
        lock (_lock)
        {
            return _places[id] < _counted;
        }
    }

    /// <summary>What was shown so far.</summary>
    /// <param name="finishedBeyond">See <see cref="StopReport.FinishedBeyond"/>.</param>
    public StopReport Report(int finishedBeyond)
    {
        lock (_lock)
        {
            return new StopReport
            {
                After = _counted,
                Of = _ended.Length,
                Alpha = _rule.Alpha,
                Limits = [.. _limits.Select(limit => limit.Finding(RateOf(limit.Rate)))],
                FinishedBeyond = finishedBeyond,
            };
        }
    }

    private void Count(bool isEscalate, bool? alarm)
    {
        _counted++;
        _tally.Add(isEscalate, alarm);
        foreach (var limit in _limits)
        {
            if (limit.Decision == LimitDecision.Undecided && limit.Rate == (isEscalate ? LimitedRate.Misses : LimitedRate.FalseAlarms))
            {
                limit.Judge(RateOf(limit.Rate), _counted);
            }
        }
    }

    private Rate RateOf(LimitedRate rate) =>
        rate == LimitedRate.Misses ? _tally.Misses(_policy, repeats: 1) : _tally.FalseAlarms(_policy, repeats: 1);

    /// <summary>One limit. Once decided it stays so: that is what the bound on the chance of an error is of.</summary>
    private sealed class State(LimitedRate rate, double limit, double needed)
    {
        private Rate _counts;
        private double _evidence;
        private int? _after;

        public LimitedRate Rate => rate;

        public LimitDecision Decision { get; private set; }

        public void Judge(Rate counts, int after)
        {
            var (above, below) = (EValue.LogAbove(counts, limit), EValue.LogBelow(counts, limit));
            (_counts, _evidence) = (counts, Math.Max(above, below));
            if (_evidence >= needed)
            {
                (Decision, _after) = (above > below ? LimitDecision.Broken : LimitDecision.Held, after);
            }
        }

        public LimitFinding Finding(Rate end)
        {
            var sequence = ConfidenceSequence.Interval(end);
            return new LimitFinding(rate, limit, Decision, _after, _counts, _evidence, needed, sequence.Low, sequence.High);
        }
    }
}
