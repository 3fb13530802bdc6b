using System.Text.Json.Serialization;
using TnsEval.Runs;
using TnsEval.Statistics;
using TnsTriage.Assessments;

namespace TnsEval.Scoring;

/// <summary>
/// The numbers of one run. A rate keeps its denominator, and its value is null where nothing could be counted. The order of the cases does not matter.
/// All but <see cref="Perturbations"/> and <see cref="ModelIds"/> are of the tickets as they are.
/// </summary>
public sealed record Scorecard
{
    /// <summary>All cases, whatever became of them; each once, however often it was repeated.</summary>
    public required int Cases { get; init; }

    /// <summary>Cases by outcome, each repeat of its own; all six kinds, in the order of the enum.</summary>
    public required IReadOnlyDictionary<OutcomeKind, int> Outcomes { get; init; }

    /// <summary>Assessed among all cases: how much of the set the other rates speak of.</summary>
    public required Rate Coverage { get; init; }

    /// <summary>The policy of every rate here that does not name another.</summary>
    public required InvalidPolicy InvalidPolicy { get; init; }

    /// <summary>No alarm among escalate tickets (FNR).</summary>
    public required Rate Misses { get; init; }

    /// <summary>Alarm among benign tickets (FPR).</summary>
    public required Rate FalseAlarms { get; init; }

    /// <summary>The two rates under each of the four policies, in the order of the enum.</summary>
    public required IReadOnlyDictionary<InvalidPolicy, PolicyRates> ByPolicy { get; init; }

    /// <summary>Pairs with both twins right, among pairs with both twins in the run; under <c>exclude</c> both must be assessed.</summary>
    public required Rate Pairs { get; init; }

    /// <summary>How alike the repeats of a case are; null without repeats.</summary>
    public required Stability? Stability { get; init; }

    /// <summary>The two rates in parts of the set, by kind, then in ordinal order of their names. A case can be in several.</summary>
    public required IReadOnlyList<Slice> Slices { get; init; }

    /// <summary>Assessments by derived verdict; all four, in the order of the enum. A review raises no alarm, and costs a reader all the same.</summary>
    public required IReadOnlyDictionary<Verdict, int> Verdicts { get; init; }

    /// <summary>Assessments that ask for a person, whatever their verdict.</summary>
    public required int NeedsHuman { get; init; }

    /// <summary>Assessments whose own verdict is not the one the escalation policy derives, among all assessments.</summary>
    public required Rate VerdictDisagreements { get; init; }

    /// <summary>
    /// First answers that kept the evidence rules (each quote verbatim and short enough, an alarm with at least one), among first answers of assessed
    /// and malformed cases that were sound enough for quotes to be looked at. Repair turns do not help here.
    /// </summary>
    public required Rate ValidQuotes { get; init; }

    /// <summary>Answers that were right but for a code fence around them.</summary>
    public required int FormatSlips { get; init; }

    /// <summary>Cases assessed only after at least one repair turn.</summary>
    public required int Repaired { get; init; }

    /// <summary>Time in model calls.</summary>
    public required Latency Latency { get; init; }

    /// <summary>Tokens used.</summary>
    public required TokenTotals Tokens { get; init; }

    /// <summary>The base rate that <see cref="PrecisionAtBaseRate"/> supposes: tickets that must escalate among all of production's.</summary>
    public required double BaseRate { get; init; }

    /// <summary>The share of alarms that would be right in production; null when a rate is missing or nothing alarms.</summary>
    [JsonConverter(typeof(SixDecimals))]
    public required double? PrecisionAtBaseRate { get; init; }

    /// <summary>Model names as the provider returned them, in ordinal order: more than one means the model changed during the run.</summary>
    public required IReadOnlyList<string> ModelIds { get; init; }

    /// <summary>What rewriting the tickets did to the answers, in the order of <see cref="Perturbing.Perturbation.All"/>; empty when none was rewritten.</summary>
    public IReadOnlyList<PerturbationScore> Perturbations { get; init; } = [];

    /// <summary>How many records were scored.</summary>
    [JsonIgnore]
    public int Records => Coverage.Trials + Perturbations.Sum(perturbation => perturbation.Invalid.Trials);

    /// <summary>Scores the records of one run in one pass.</summary>
    /// <param name="records">One a case, repeat and perturbation, in any order.</param>
    /// <param name="options">Without problems; see <see cref="ScoringOptions.Check"/>.</param>
    /// <exception cref="ArgumentException">The options have problems, or a record says it is assessed and holds no assessment.</exception>
    public static Scorecard Of(IEnumerable<CaseRecord> records, ScoringOptions options)
    {
        var pass = new ScoringPass(options);
        foreach (var record in records)
        {
            pass.Add(record);
        }

        return pass.End();
    }
}

/// <summary>The two rates under one policy.</summary>
public sealed record PolicyRates(Rate Misses, Rate FalseAlarms);

/// <summary>The two rates in one part of the set, under the scorecard's policy.</summary>
public sealed record Slice(SliceKind Kind, string Name, Rate Misses, Rate FalseAlarms);

/// <summary>What a set is cut by.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SliceKind>))]
public enum SliceKind
{
    /// <summary>The label's first category; benign tickets have one only when a reviewer may glance at them.</summary>
    [JsonStringEnumMemberName("category")] Category,

    /// <summary>The label's severity.</summary>
    [JsonStringEnumMemberName("severity")] Severity,

    /// <summary>The ticket's language tag.</summary>
    [JsonStringEnumMemberName("language")] Language,

    /// <summary>What makes a case hard, whatever its label.</summary>
    [JsonStringEnumMemberName("stress_tag")] StressTag,

    /// <summary>What kind of look-alike a benign ticket is.</summary>
    [JsonStringEnumMemberName("hard_negative_kind")] HardNegativeKind,
}

/// <summary>Milliseconds in model calls, over cases that called one: nearest-rank percentiles, null when none did.</summary>
public sealed record Latency(
    [property: JsonConverter(typeof(SixDecimals))] double? P50Ms,
    [property: JsonConverter(typeof(SixDecimals))] double? P95Ms);

/// <summary>Tokens over all calls of the cases whose provider stated them.</summary>
/// <param name="Input">Sent.</param>
/// <param name="Output">Received.</param>
/// <param name="Cases">How many cases the two sums are over.</param>
public sealed record TokenTotals(long Input, long Output, int Cases);
