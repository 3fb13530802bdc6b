using TnsEval.Statistics;

namespace TnsEval.Gates;

/// <summary>One limit of a gate. The kinds: <see cref="RateRule"/>, <see cref="CountRule"/>, <see cref="CostRule"/>, <see cref="IncreaseRule"/>.</summary>
public abstract record GateRule
{
    private protected GateRule()
    {
    }

    /// <summary>The cases it speaks of.</summary>
    public GateScope Scope { get; init; } = GateScope.All;

    /// <summary>With fewer cases than this the rule is inconclusive, whatever the figure.</summary>
    public int MinimumCases { get; init; } = GateSettings.DefaultMinimumCases;

    /// <summary>Such as <c>miss rate of severity critical</c>: what is limited, and in which cases.</summary>
    public string Subject => $"{Measure}{Scope}";

    /// <summary>The rule in words: <c>miss rate of severity high at most 10 %</c>.</summary>
    public string Name => $"{Subject} {(IsAtMost ? "at most" : "at least")} {RuleText.Number(Limit, Unit)}";

    /// <summary>The limit, in <see cref="Unit"/>.</summary>
    public required double Limit { get; init; }

    internal abstract string Measure { get; }

    internal abstract GateUnit Unit { get; }

    /// <summary>Whether the limit is an upper one; a lower one otherwise.</summary>
    internal virtual bool IsAtMost => true;

    /// <summary>Judges one run.</summary>
    internal abstract RuleResult Judge(GatedRun run, double confidence);

    /// <summary>A result that nothing was measured for.</summary>
    internal RuleResult Unmeasured(string why, GatedRun? run = null, CasesNeeded? needed = null) => new()
    {
        Rule = Name,
        Set = run?.Manifest.Cases.Set ?? Scope.Set,
        RunId = run?.Manifest.Id,
        Verdict = GateVerdict.Inconclusive,
        Unit = Unit,
        Limit = Limit,
        IsAtMost = IsAtMost,
        Why = why,
        Needed = needed,
    };

    /// <summary>Pass when the whole interval keeps the limit, fail when the whole interval breaks it.</summary>
    private protected GateVerdict Compare(Interval interval) => IsAtMost
        ? interval.High <= Limit ? GateVerdict.Pass : interval.Low > Limit ? GateVerdict.Fail : GateVerdict.Inconclusive
        : interval.Low >= Limit ? GateVerdict.Pass : interval.High < Limit ? GateVerdict.Fail : GateVerdict.Inconclusive;

    /// <summary>A result with figure and interval; inconclusive with too few cases.</summary>
    /// <param name="run">The run.</param>
    /// <param name="value">The figure.</param>
    /// <param name="interval">Its interval.</param>
    /// <param name="cases">How many cases it is of.</param>
    /// <param name="kind">What kind of cases, for people.</param>
    /// <param name="intervalAt">The interval at the same figure with another number of cases.</param>
    private protected RuleResult Measured(GatedRun run, double value, Interval interval, int cases, string kind, Func<int, Interval> intervalAt)
    {
        var result = Unmeasured("", run) with { Value = value, Interval = new Interval(SixDecimals.Round(interval.Low), SixDecimals.Round(interval.High)) };
        if (cases >= MinimumCases && Compare(interval) is var verdict and not GateVerdict.Inconclusive)
        {
            return result with { Verdict = verdict, Why = null };
        }

        var deciding = CasesToDecide.From(Math.Max(cases, MinimumCases), count => Compare(intervalAt(count)) != GateVerdict.Inconclusive);
        return result with
        {
            Why = cases < MinimumCases ? $"{cases} {kind}, fewer than the {MinimumCases} asked for" : "the limit lies within the interval",
            Needed = deciding is { } enough ? new CasesNeeded(enough - cases, kind) : null,
        };
    }
}
