using System.Globalization;
using TnsEval.Comparing;
using TnsEval.Statistics;

namespace TnsEval.Cli.Output;

/// <summary>What a comparison proves, in words: a sentence a side, and what stands against what where one side gained and the other lost.</summary>
internal static class ConclusionText
{
    /// <param name="candidate">What was compared.</param>
    public static IEnumerable<string> Of(CandidateComparison candidate)
    {
        var difference = candidate.Difference;
        if (candidate.WholeSets is { } whole && difference.Common == 0)
        {
            yield return "No ticket is in both runs: nothing is paired, and what differs may be the tickets.";
            yield return Unpaired("false alarms", "benign", whole.FalseAlarms);
            yield return Unpaired("misses", "escalate", whole.Misses);
            yield break;
        }

        yield return Side("false alarms", "benign", difference.FalseAlarms, candidate.FalseAlarmsP);
        yield return Side("misses", "escalate", difference.Misses, candidate.MissesP);
        if (candidate.InProduction is { } effect)
        {
            yield return Production(effect);
            var shown = new[] { candidate.FalseAlarmsP, candidate.MissesP }.Count(p => p <= PairedDifference.Alpha);
            if (shown > 0 && effect.FalseAlarmsPerMiss is { } price)
            {
                var caveat = shown == 2 ? "" : " (by the figures as they are: only one of the two differences is shown)";
                yield return effect.CandidateMisses > effect.BaseMisses
                    ? string.Create(CultureInfo.InvariantCulture, $"A trade: {price:N0} false alarms spared for each further miss. The candidate pays only if a miss costs less than that{caveat}.")
                    : string.Create(CultureInfo.InvariantCulture, $"A trade: {price:N0} more false alarms for each miss spared. The candidate pays only if a miss costs more than that{caveat}.");
            }
        }
    }

    private static string Side(string what, string tickets, PairedDifference side, double p)
    {
        if (side is not { Difference: { } difference, Interval: { } interval })
        {
            return $"Nothing on {what}: there is no {tickets} ticket to compare.";
        }

        var counts = string.Create(CultureInfo.InvariantCulture, $"{side.Base.Events} -> {side.Candidate.Events} of {side.Tickets} {tickets} tickets");
        if (side.OnlyBase + side.OnlyCandidate == 0)
        {
            return $"No change in {what}: the same {DifferenceText.Of(side.Base)}, not one ticket differs. A difference beyond {DifferenceText.Of(interval)} pp is unlikely.";
        }

        var figures = $"{counts}, {DifferenceText.Of(difference, interval)}, {Chance.Text(p)} ({DifferenceText.Flips(side)})";
        return p > PairedDifference.Alpha ? $"No difference shown in {what}: {figures}. {Needed(side, tickets, difference)}".TrimEnd()
            : difference < 0 ? $"Fewer {what}: {figures}."
            : $"More {what}: {figures}.";
    }

    private static string Unpaired(string what, string tickets, UnpairedDifference side)
    {
        if (side is not { Difference: { } difference, Interval: { } interval })
        {
            return $"Nothing on {what}: a set has no {tickets} ticket.";
        }

        var verdict = !interval.Contains(0) ? $"{(difference < 0 ? "Fewer" : "More")} {what}" : $"No difference shown in {what}";
        var needed = interval.Contains(0) && side.TicketsToShow is { } all
            ? string.Create(CultureInfo.InvariantCulture, $" Were this the truth, some {all:N0} {tickets} tickets a set would show it.")
            : "";
        return $"{verdict}: {DifferenceText.Of(difference, interval)}.{needed}";
    }

    private static string Needed(PairedDifference side, string tickets, double difference)
    {
        var needed = side.TicketsToShow is { } all && all > side.Tickets
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Were {DifferenceText.Points(difference)} pp the truth, this many tickets would show it {100 * side.ChanceToShow:0} times in 100, and some {all - side.Tickets:N0} more {tickets} tickets 80 times. ")
            : "";
        var detectable = side.SmallestToShow is { } smallest
            ? string.Create(CultureInfo.InvariantCulture, $"These {side.Tickets:N0} would show a difference of {100 * smallest:0.0} pp or more.")
            : string.Create(CultureInfo.InvariantCulture, $"Too few tickets differ for these {side.Tickets:N0} to show anything.");
        return needed + detectable;
    }

    private static string Production(ProductionEffect effect) => string.Create(
        CultureInfo.InvariantCulture,
        $"In 1,000 tickets of which {100 * effect.BaseRate:0.##} % must escalate: false alarms {effect.BaseFalseAlarms:0.0} -> {effect.CandidateFalseAlarms:0.0}, misses {effect.BaseMisses:0.00} -> {effect.CandidateMisses:0.00}.");
}
