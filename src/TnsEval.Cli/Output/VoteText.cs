using TnsEval.Reading;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Cli.Output;

/// <summary>What the answers to a case came to, side by side: its repeats, its ticket rewritten, its twin.</summary>
internal static class VoteText
{
    /// <summary>A vote against its label, such as <c>FALSE ALARM</c>.</summary>
    public static string Headline(Vote vote) => (vote.Label.IsEscalate, vote.IsAlarm) switch
    {
        (_, null) => WireName<OutcomeKind>.Of(vote.Outcome),
        (true, true) => "hit",
        (true, false) => "MISS",
        (false, true) => "FALSE ALARM",
        (false, false) => "correct pass",
    };

    /// <param name="output">Where to.</param>
    /// <param name="reading">The case.</param>
    /// <param name="isWhole">Whether to name rewritten tickets too whose answer stayed.</param>
    public static void Write(TextWriter output, CaseReading reading, bool isWhole)
    {
        if (reading.Record.Perturbation is not null && reading.Records.FirstOrDefault(other => other.Key == reading.Record.Key with { Perturbation = null }) is { } original)
        {
            output.WriteLine($"  as it is  {Answer(Vote.Of(original))} ({Headline(Vote.Of(original))})");
        }

        if (reading.Repeats is { Count: > 1 } repeats)
        {
            output.WriteLine($"  votes     {string.Join(", ", repeats.Select(vote => $"{vote.Key.Repeat}: {Answer(vote)}"))}; {repeats.Count(vote => vote.IsAlarm == true)} of {repeats.Count} raise an alarm");
        }

        var variants = reading.Variants.GroupBy(variant => variant.Vote.Key.Perturbation!, StringComparer.Ordinal).ToArray();
        if (variants.Length > 0)
        {
            var flips = variants.Where(variant => variant.Any(vote => vote.IsFlip)).ToArray();
            output.WriteLine($"  rewritten {variants.Length} ways, {flips.Length} flip{(flips.Length > 0 ? $": {Names(flips)}" : "")}");
            if (isWhole && flips.Length < variants.Length)
            {
                output.WriteLine($"            no flip: {Names(variants.Except(flips))}");
            }
        }

        if (reading.Twin is [var twin, ..])
        {
            output.WriteLine($"  twin      {twin.Key.Id} {Headline(twin)}");
        }
    }

    private static string Names(IEnumerable<IGrouping<string, (Vote Vote, bool IsFlip)>> variants) =>
        string.Join(", ", variants.Select(variant => $"{variant.Key} {string.Join('/', variant.Select(vote => Answer(vote.Vote)).Distinct(StringComparer.Ordinal))}"));

    private static string Answer(Vote vote) => vote.Verdict is { } verdict ? WireName<Verdict>.Of(verdict) : WireName<OutcomeKind>.Of(vote.Outcome);
}
