using System.Globalization;
using TnsEval.Comparing;
using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Cli.Output;

/// <summary>What changed from one run to the next, for people: flipped cases one a line, then the rates before and after.</summary>
internal static class ComparisonText
{
    public static void Write(TextWriter output, RunComparison comparison, RunSummary before, RunSummary after, TimeSpan took, bool isVerbose)
    {
        var (mended, broken) = (comparison.Fixed, comparison.Broken);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{after.Prompt.Name} on {after.Model.Name}: {mended.Count} fixed, {broken.Count} broken of {comparison.Common}{Sets(comparison)} ({took.TotalSeconds:0.00} s, {after.CachedAnswers} cached answers)"));
        Write(output, "fixed ", mended, isVerbose);
        Write(output, "BROKEN", broken, isVerbose);
        output.WriteLine($"  false alarms  {RateText.Of(before.Scores.FalseAlarms)}  ->  {RateText.Of(after.Scores.FalseAlarms)}");
        output.WriteLine($"  misses        {RateText.Of(before.Scores.Misses)}  ->  {RateText.Of(after.Scores.Misses)}");
    }

    private static string Sets(RunComparison comparison) => comparison is { Added: 0, Removed: 0 }
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $", {comparison.Added} new, {comparison.Removed} gone");

    private static void Write(TextWriter output, string what, IReadOnlyList<FlippedCase> cases, bool isVerbose)
    {
        foreach (var flipped in cases)
        {
            var repeat = flipped.Repeat == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (repeat {flipped.Repeat})");
            output.WriteLine($"  {what}  {flipped.Id}{repeat}  {Label(flipped)}: {Describe(flipped.Before)} -> {Describe(flipped.After)}");
            if (isVerbose && flipped.Rationale is { } rationale)
            {
                output.WriteLine($"          because {Printable.Line(rationale)}");
            }
        }
    }

    /// <summary>A flip may be the label's.</summary>
    private static string Label(FlippedCase flipped) => flipped.Before.Label == flipped.After.Label
        ? WireName<LabelKind>.Of(flipped.After.Label)
        : $"label {WireName<LabelKind>.Of(flipped.Before.Label)} -> {WireName<LabelKind>.Of(flipped.After.Label)}";

    private static string Describe(Judgement judgement) =>
        judgement.Verdict is { } verdict ? WireName<Verdict>.Of(verdict) : WireName<OutcomeKind>.Of(judgement.Outcome);
}
