using TnsEval.Scoring;
using TnsTriage;

namespace TnsEval.Gates;

/// <summary>A gate in a sentence or two.</summary>
public static class GateSummary
{
    /// <summary>Such as <c>2 of 14 rules fail, 3 are inconclusive, 9 pass.</c></summary>
    public static string Of(GateReport report) =>
        $"{report.Count(GateVerdict.Fail)} of {report.Rules.Count} rules fail, {report.Count(GateVerdict.Inconclusive)} are inconclusive, {report.Count(GateVerdict.Pass)} pass.";

    /// <summary>How the figures were made.</summary>
    public static string Method(GateReport report) => FormattableString.Invariant(
        $"In brackets {100 * report.Confidence:0.##} % intervals; a rule passes or fails by the whole interval.{Beside(report)} Cases without an assessment count {WireName<InvalidPolicy>.Of(report.InvalidPolicy)}; base rate {100 * report.BaseRate:0.###} %.");

    private static string Beside(GateReport report) => string.Concat(
        report.Rules.Any(rule => rule is { UpperBound: not null, Verdict: not GateVerdict.Fail })
            ? FormattableString.Invariant($" A count's bound is exact, one-sided {100 * report.Confidence:0.##} %.")
            : "",
        report.Rules.Any(rule => rule.NonInferiorityP is not null)
            ? FormattableString.Invariant($" An increase has Tango's interval and one-sided p: {(1 - report.Confidence) / 2:0.####} or less shows it.")
            : "");
}
