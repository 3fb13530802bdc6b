using TnsEval.Runs;
using TnsEval.Statistics;
using TnsTriage.Assessments;

namespace TnsEval.Scoring;

/// <summary>One pass over a run's records. Keeps counters, one or two small entries a case and one number a latency, never the records.</summary>
internal sealed class ScoringPass
{
    private readonly ScoringOptions _options;
    private readonly int[] _outcomes = new int[Enum.GetValues<OutcomeKind>().Length];
    private readonly int[] _verdicts = new int[Enum.GetValues<Verdict>().Length];
    private readonly Tally _all = new();
    private readonly SliceTallies _slices = new();
    private readonly PairTally _pairs = new();
    private readonly StabilityTally _stability;
    private readonly PerturbationTally _perturbations;
    private readonly List<double> _latencies = [];
    private readonly SortedSet<string> _modelIds = new(StringComparer.Ordinal);
    private int _records, _repeats = 1, _disagreements, _quotesChecked, _quotesValid, _formatSlips, _repaired, _needsHuman, _casesWithUsage;
    private long _inputTokens, _outputTokens;

    /// <param name="options">Without problems; see <see cref="ScoringOptions.Check"/>.</param>
    /// <param name="cases">How many to expect, where that is known.</param>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public ScoringPass(ScoringOptions options, int cases = 0)
    {
        (_stability, _perturbations) = (new StabilityTally(cases), new PerturbationTally(cases));
        var problems = options.Check().ToArray();
        _options = problems.Length == 0
            ? options
            : throw new ArgumentException(string.Join(Environment.NewLine, problems.AsEnumerable()), nameof(options));
    }

    public void Add(CaseRecord record)
    {
        if (record.ModelId is { } modelId)
        {
            _modelIds.Add(modelId);
        }

        if (record.Perturbation is null)
        {
            AddOriginal(record);
        }
        else
        {
            _perturbations.Add(record, AssessmentOf(record)?.IsAlarm);
        }
    }

    private void AddOriginal(CaseRecord record)
    {
        _records++;
        _repeats = Math.Max(_repeats, record.Repeat + 1);
        _outcomes[(int)record.Outcome]++;
        var isEscalate = record.Label.IsEscalate;
        var assessment = AssessmentOf(record);
        var alarm = assessment?.IsAlarm;
        _all.Add(isEscalate, alarm);
        _slices.Add(record, alarm);
        _perturbations.AddOriginal(record, alarm);
        var isRight = _options.InvalidPolicy.IsRight(isEscalate, alarm);
        _stability.Add(record.Id, alarm, isRight);
        if (record.Pair is { } pair && isRight is { } right)
        {
            _pairs.Add(record.Id, pair, right);
        }

        if (assessment is not null)
        {
            _verdicts[(int)assessment.Verdict]++;
            _needsHuman += assessment.NeedsHuman.Needed ? 1 : 0;
        }

        _disagreements += assessment is { DisagreesWithPolicy: true } ? 1 : 0;
        _repaired += assessment is not null && record.Attempts > 1 ? 1 : 0;
        _formatSlips += record.FormatSlips;
        AddFirstAnswer(record);
        AddCost(record);
    }

    public Scorecard End()
    {
        var assessed = _outcomes[(int)OutcomeKind.Assessed];
        var misses = _all.Misses(_options.InvalidPolicy, _repeats);
        var falseAlarms = _all.FalseAlarms(_options.InvalidPolicy, _repeats);
        return new Scorecard
        {
            Cases = _stability.Cases,
            Outcomes = InOrder<OutcomeKind, int>(kind => _outcomes[(int)kind]),
            Coverage = new Rate(assessed, _records, _repeats),
            InvalidPolicy = _options.InvalidPolicy,
            Misses = misses,
            FalseAlarms = falseAlarms,
            ByPolicy = InOrder<InvalidPolicy, PolicyRates>(policy => new PolicyRates(_all.Misses(policy, _repeats), _all.FalseAlarms(policy, _repeats))),
            Pairs = _pairs.BothRight,
            Stability = _stability.Over(_repeats),
            Slices = _slices.Under(_options.InvalidPolicy, _repeats),
            Verdicts = InOrder<Verdict, int>(verdict => _verdicts[(int)verdict]),
            NeedsHuman = _needsHuman,
            VerdictDisagreements = new Rate(_disagreements, assessed, _repeats),
            ValidQuotes = new Rate(_quotesValid, _quotesChecked, _repeats),
            FormatSlips = _formatSlips,
            Repaired = _repaired,
            Latency = Percentiles(),
            Tokens = new TokenTotals(_inputTokens, _outputTokens, _casesWithUsage),
            BaseRate = _options.BaseRate,
            PrecisionAtBaseRate = PredictiveValue.Precision(1 - misses.Value, falseAlarms.Value, _options.BaseRate),
            ModelIds = [.. _modelIds],
            Perturbations = _perturbations.Scores(_repeats),
        };
    }

    private static Assessment? AssessmentOf(CaseRecord record) => record.Outcome == OutcomeKind.Assessed
        ? record.Assessment ?? throw new ArgumentException($"case {record.Id} is assessed but its record holds no assessment", nameof(record))
        : null;

    private void AddFirstAnswer(CaseRecord record)
    {
        if (record.Outcome is OutcomeKind.Assessed or OutcomeKind.Malformed && !record.FirstViolations.Any(ComesBeforeEvidence))
        {
            _quotesChecked++;
            _quotesValid += record.FirstViolations.Any(violation => violation.Rule == "evidence") ? 0 : 1;
        }
    }

    /// <summary>Whether an answer was rejected before or without a fair look at its quotes.</summary>
    private static bool ComesBeforeEvidence(ContractViolation violation) =>
        violation.Rule is "json" or "taxonomy" || violation.Rule.StartsWith("schema:", StringComparison.Ordinal);

    private void AddCost(CaseRecord record)
    {
        if (record.Attempts > 0)
        {
            _latencies.Add(record.LatencyMs);
        }

        if (record.Usage is { } usage)
        {
            _casesWithUsage++;
            _inputTokens += usage.InputTokens;
            _outputTokens += usage.OutputTokens;
        }
    }

    private Latency Percentiles()
    {
        _latencies.Sort();
        return new Latency(NearestRank(50), NearestRank(95));
    }

    /// <summary>The smallest latency that at least this many per cent of the cases do not exceed.</summary>
    private double? NearestRank(int percent)
    {
        // In whole numbers: 0.95 times a count may land just above the rank that is meant.
        var rank = (((long)percent * _latencies.Count) + 99) / 100;
        return rank == 0 ? null : _latencies[(int)rank - 1];
    }

    private static OrderedDictionary<TKey, TValue> InOrder<TKey, TValue>(Func<TKey, TValue> valueOf) where TKey : struct, Enum =>
        new(Enum.GetValues<TKey>().Select(key => KeyValuePair.Create(key, valueOf(key))));
}
