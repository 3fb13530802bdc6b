using System.Globalization;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsEval.Sweeping;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Cli.Output;

/// <summary>A run's scores for people. Every rate as counts, per cent and a 95 % interval: Wilson's, or a confidence sequence where the run could stop at what its rates showed.</summary>
internal static class ScorecardText
{
    public static void Write(TextWriter output, RunSummary summary, string folder, bool isVerbose)
    {
        var scores = summary.Scores;
        output.WriteLine($"{summary.Prompt.Name} on {summary.Model.Name}, {summary.Cases.Set}: {scores.Cases} tickets{Part(summary)}");
        output.WriteLine($"  false alarms  {RateText.Of(scores.FalseAlarms, summary)}");
        output.WriteLine($"  misses        {RateText.Of(scores.Misses, summary)}");
        output.WriteLine($"  pairs right   {RateText.Of(scores.Pairs, summary)}");
        if (scores.Stability is { PassHatK.Count: > 0 } stability)
        {
            output.WriteLine($"  stability     {Stable(stability, summary)}");
        }

        output.WriteLine($"  invalid       {Invalid(scores)}, counted {WireName<InvalidPolicy>.Of(scores.InvalidPolicy)}");
        output.WriteLine($"  no alarm but  {scores.Verdicts[Verdict.Review]} to review, {scores.NeedsHuman} of all ask for a person");
        output.WriteLine($"  precision     {Precision(summary)}");
        RobustnessText.Write(output, scores.Perturbations);
        if (summary.Stop is { } stop)
        {
            StopText.Write(output, stop);
        }

        if (isVerbose)
        {
            WriteDetails(output, summary);
        }

        output.WriteLine($"  run folder    {folder}");
        output.WriteLine();
    }

    private static string Part(RunSummary summary) => string.Concat(
        summary.Cases.Shard is { } shard ? $", part {shard.Index} of {shard.Of}" : "",
        summary.Scores.Stability is { } stability ? $", each {stability.Repeats} times" : "",
        summary.Stop is { IsEarly: true } stop ? $", stopped early: {stop.Of} were planned" : "");

    private static string Stable(Stability stability, RunSummary summary) => string.Create(
        CultureInfo.InvariantCulture,
        $"unanimous {RateText.Of(stability.Unanimous, summary)}, two answers to a ticket differ in {100 * stability.FlipRate:0.0} %, right all {stability.PassHatK.Count} times {100 * stability.PassHatK[^1]:0.0} %");

    private static void WriteDetails(TextWriter output, RunSummary summary)
    {
        var scores = summary.Scores;
        output.WriteLine($"  coverage      {RateText.Of(scores.Coverage, summary)}");
        foreach (var (policy, rates) in scores.ByPolicy)
        {
            output.WriteLine($"  {WireName<InvalidPolicy>.Of(policy),-12}  false alarms {RateText.Of(rates.FalseAlarms, summary)}, misses {RateText.Of(rates.Misses, summary)}");
        }

        output.WriteLine($"  valid quotes  {RateText.Of(scores.ValidQuotes, summary)}");
        output.WriteLine($"  model's own verdict differs from the policy's in {RateText.Of(scores.VerdictDisagreements, summary)}");
        output.WriteLine($"  repaired      {scores.Repaired}; code fences taken off {scores.FormatSlips}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  latency       p50 {scores.Latency.P50Ms:0.##} ms, p95 {scores.Latency.P95Ms:0.##} ms"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  tokens        {scores.Tokens.Input:N0} in, {scores.Tokens.Output:N0} out ({scores.Tokens.Cases} cases)"));
        output.WriteLine($"  model         {string.Join(", ", scores.ModelIds)}");
        output.WriteLine($"  prompt        {summary.Prompt.Hash}");
        output.WriteLine($"  cases         {summary.Cases.Hash}");
        foreach (var kind in scores.Slices.GroupBy(slice => slice.Kind))
        {
            output.WriteLine($"  by {WireName<SliceKind>.Of(kind.Key).Replace('_', ' ')}");
            foreach (var slice in kind)
            {
                output.WriteLine($"    {slice.Name,-24} {Side("misses", slice.Misses, summary)}{Side("false alarms", slice.FalseAlarms, summary)}".TrimEnd());
            }
        }
    }

    private static string Side(string name, Rate rate, RunSummary summary) => rate.Trials == 0 ? "" : $"{name} {RateText.Of(rate, summary),-30} ";

    private static string Invalid(Scorecard scores)
    {
        var kinds = scores.Outcomes.Where(outcome => outcome.Key != OutcomeKind.Assessed).ToArray();
        return $"{kinds.Sum(outcome => outcome.Value)} ({string.Join(", ", kinds.Select(outcome => $"{WireName<OutcomeKind>.Of(outcome.Key).Replace('_', ' ')} {outcome.Value}"))})";
    }

    /// <summary>With its interval, as <c>sweep</c> and <c>report</c> have it; without where the run could stop at what its rates showed, for which that interval is not made.</summary>
    private static string Precision(RunSummary summary)
    {
        var scores = summary.Scores;
        var share = string.Create(CultureInfo.InvariantCulture, $"of alarms right where {100 * scores.BaseRate:0.##} % of tickets must escalate");
        var at = PrecisionAt.Of(scores.Misses, scores.FalseAlarms, scores.BaseRate);
        var interval = summary.Stop is null ? string.Create(CultureInfo.InvariantCulture, $" [{100 * at.Low:0.0}-{100 * at.High:0.0}]") : "";
        return at.Value is null
            ? $"not known: {share} cannot be said without an alarm and tickets of both labels"
            : string.Create(CultureInfo.InvariantCulture, $"{100 * at.Value:0.0} %{interval} {share}");
    }
}
