using System.Diagnostics;
using System.Globalization;
using TnsEval.Statistics;

namespace TnsEval.Gates;

/// <summary>A rule's numbers for people, the same in every output.</summary>
public static class RuleText
{
    /// <summary>Such as <c>71/133 = 53.4 % [44.9-61.6]</c>; a dash where nothing was measured.</summary>
    public static string Figure(RuleResult result) => result switch
    {
        { Value: null } => "-",
        { Unit: GateUnit.Cases, Rate: { } rate } => $"{rate.Events} of {rate.Trials}{(rate.Repeats > 1 ? $" ({rate.Trials / rate.Repeats} tickets, each {rate.Repeats} times)" : "")}",
        { Unit: GateUnit.Share, Rate: { } rate, Value: { } share, Interval: { } bounds } => $"{Counts(rate)}{Number(share, GateUnit.Share, "0.0")} {Bounds(bounds, 100)}",
        { Unit: GateUnit.Points, Value: { } points, Interval: { } bounds } => $"{Text(100 * points, "+0.0;-0.0;0.0")} points {Bounds(bounds, 100)}",
        { Value: { } cost, Interval: { } bounds } => $"{Text(cost, "0.0")} {Bounds(bounds, 1)}",
        _ => throw new UnreachableException(result.ToString()),
    };

    /// <summary>Such as <c>at most 5 %</c>.</summary>
    public static string Limit(RuleResult result) => $"{(result.IsAtMost ? "at most" : "at least")} {Number(result.Limit, result.Unit)}";

    /// <summary>Why a rule is open, and what would decide it: <c>the limit lies within the interval; about 60 more pairs would decide</c>. Empty otherwise.</summary>
    public static string Open(RuleResult result) => result switch
    {
        { Why: null } => "",
        { Needed: { } needed } => $"{result.Why}; {(result.Value is null ? "at least" : "about")} {needed.More.ToString("N0", CultureInfo.InvariantCulture)} more {needed.Kind} would decide",
        { Value: not null } => string.Create(CultureInfo.InvariantCulture, $"{result.Why}; {CasesToDecide.Most:N0} cases would not decide at this figure"),
        _ => result.Why,
    };

    /// <summary>All of it in one line, such as <c>tns-support/test: 71/133 = 53.4 % [44.9, 61.6], limit at most 5 %</c>.</summary>
    public static string Message(RuleResult result)
    {
        var set = result.Set is null ? "" : $"{result.Set}: ";
        var figure = result.Value is null ? "" : $"{Figure(result)}, limit {Limit(result)}";
        return $"{set}{string.Join("; ", new[] { figure, Open(result) }.Where(part => part.Length > 0))}";
    }

    /// <summary>Pass, FAIL, open: short enough for a column.</summary>
    public static string Word(GateVerdict verdict) => verdict switch
    {
        GateVerdict.Pass => "pass",
        GateVerdict.Fail => "FAIL",
        GateVerdict.Inconclusive => "inconclusive",
        _ => throw new UnreachableException(verdict.ToString()),
    };

    internal static string Number(double value, GateUnit unit, string format = "0.####") => unit switch
    {
        GateUnit.Share => $"{Text(100 * value, format)} %",
        GateUnit.Points => $"{Text(100 * value, format)} points",
        _ => Text(value, format),
    };

    private static string Counts(Rate rate) => $"{rate.Events}/{rate.Trials} = ";

    private static string Bounds(Interval interval, double factor) => $"[{Text(factor * interval.Low, "0.0")}, {Text(factor * interval.High, "0.0")}]";

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
