using System.Text.Json.Serialization;
using TnsEval.Scoring;
using TnsEval.Statistics;

namespace TnsEval.Runs.EarlyStopping;

/// <summary>What a run with a <see cref="StopRule"/> came to. The first <see cref="After"/> cases of the planned order are what its scores are of.</summary>
public sealed record StopReport
{
    /// <summary>How many cases are counted; fewer than <see cref="Of"/> when the run stopped early.</summary>
    public required int After { get; init; }

    /// <summary>How many cases were planned.</summary>
    public required int Of { get; init; }

    /// <summary>See <see cref="StopRule.Alpha"/>.</summary>
    public required double Alpha { get; init; }

    /// <summary>One a declared limit.</summary>
    public required IReadOnlyList<LimitFinding> Limits { get; init; }

    /// <summary>
    /// Cases beyond the stop that had ended when an earlier one decided the limits: kept beside the journal and counted nowhere, for which they are depends on
    /// how many were open at once.
    /// </summary>
    public required int FinishedBeyond { get; init; }

    /// <summary>Tokens that the cases never finished would have taken, at the mean of those counted; null when the provider names none, or none was saved.</summary>
    public long? TokensSaved { get; init; }

    /// <summary>Whether the run stopped before its last case.</summary>
    [JsonIgnore]
    public bool IsEarly => After < Of;

    /// <summary>Cases that were never finished.</summary>
    [JsonIgnore]
    public int CasesSaved => Of - After - FinishedBeyond;

    internal StopReport WithSaving(TokenTotals tokens) =>
        this with { TokensSaved = tokens.Cases == 0 || CasesSaved == 0 ? null : (tokens.Input + tokens.Output) * CasesSaved / tokens.Cases };
}

/// <summary>What a run has shown of one limit.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="Limit">The limit, as a fraction.</param>
/// <param name="Decision">What was shown.</param>
/// <param name="After">After how many cases of the planned order it was shown; null when it was not.</param>
/// <param name="Counts">The rate when it was shown, or at the end.</param>
/// <param name="LogEvidence">
/// The natural logarithm of the e-value for the decision then; when undecided, of the larger of the e-values for either at the end.
/// </param>
/// <param name="LogEvidenceNeeded">What it had to reach: ln(1 / alpha), with this limit's part of alpha.</param>
/// <param name="SequenceLow">Lower bound of the 95 % confidence sequence of the rate over all cases counted.</param>
/// <param name="SequenceHigh">Upper bound of it.</param>
public sealed record LimitFinding(
    LimitedRate Rate,
    double Limit,
    LimitDecision Decision,
    int? After,
    Rate Counts,
    [property: JsonConverter(typeof(SixDecimals))] double LogEvidence,
    [property: JsonConverter(typeof(SixDecimals))] double LogEvidenceNeeded,
    [property: JsonConverter(typeof(SixDecimals))] double SequenceLow,
    [property: JsonConverter(typeof(SixDecimals))] double SequenceHigh);

/// <summary>What the cases have shown of a limit.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LimitDecision>))]
public enum LimitDecision
{
    /// <summary>Neither, or not yet.</summary>
    [JsonStringEnumMemberName("undecided")] Undecided,

    /// <summary>The rate is below it.</summary>
    [JsonStringEnumMemberName("held")] Held,

    /// <summary>The rate is above it.</summary>
    [JsonStringEnumMemberName("broken")] Broken,
}
