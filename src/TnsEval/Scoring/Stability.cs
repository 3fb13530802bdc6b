using System.Text.Json.Serialization;
using TnsEval.Statistics;

namespace TnsEval.Scoring;

/// <summary>How alike the repeats of a case are. A prompt that answers a ticket now so, now so cannot be trusted with either.</summary>
/// <param name="Repeats">Repeats a case.</param>
/// <param name="FlipRate">
/// The chance that two repeats of a case differ in raising an alarm, averaged over cases with at least two assessments; null without any.
/// </param>
/// <param name="Unanimous">Cases whose assessed repeats all agree, among cases with at least two.</param>
/// <param name="PassHatK">
/// For k = 1, 2, ... up to the number of repeats, the chance that k repeats of a case are all right, averaged over cases; what is no assessment counts
/// by the scorecard's policy. The first is the mean accuracy, the last the share of cases that were right every time.
/// </param>
public sealed record Stability(
    int Repeats,
    [property: JsonConverter(typeof(SixDecimals))] double? FlipRate,
    Rate Unanimous,
    IReadOnlyList<double> PassHatK);
