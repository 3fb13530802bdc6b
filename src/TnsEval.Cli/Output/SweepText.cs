using System.Globalization;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsEval.Sweeping;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Cli.Output;

/// <summary>Operating points for people: one a line, under each policy for missing answers where they matter.</summary>
internal static class SweepText
{
    public static void Write(TextWriter output, RunManifest manifest, Sweep sweep)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{manifest.Prompt.Name} on {manifest.Model.Name}, {manifest.Cases.Set}: {sweep.Cases} tickets; {sweep.TicketsPerDay:N0} a day, of which {100 * sweep.BaseRate:0.###} % must escalate"));
        output.WriteLine($"  severity ranks {Ranked(sweep.Ranking)}");
        if (sweep.LeastCost is { } least)
        {
            output.WriteLine($"  of severities alone, {Cheapest(least)} costs least, {(sweep.TicketsPerDay * least.ExpectedCost).ToString("#,0.0", CultureInfo.InvariantCulture)} a day");
        }

        output.WriteLine(sweep.Unassessed == 0
            ? "  every ticket was assessed, so it makes no difference what missing answers count as"
            : $"  {sweep.Unassessed} without an assessment: what they count as is no choice of the point's, but changes its figures");
        foreach (var points in sweep.Points.GroupBy(point => point.InvalidPolicy).Where(group => sweep.Unassessed > 0 || group.Key == InvalidPolicy.AsPositive))
        {
            output.WriteLine();
            output.WriteLine(Header(points.Key, sweep));
            foreach (var point in points)
            {
                output.WriteLine(Line(point, sweep).TrimEnd());
            }
        }

        output.WriteLine();
        output.WriteLine("Rates and precision in per cent with 95 % intervals. \"person\": whether a ticket that asks for a person raises an alarm instead of a review. ships: what production does.");
        output.WriteLine("let by: of 1,000 tickets that raise no alarm, how many had to escalate.");
    }

    /// <summary>Of repeats the severity is a mean, so a threshold can lie between two.</summary>
    private static string Cheapest(CostThreshold least) => least.Threshold switch
    {
        null => "no alarm at all",
        0 => "an alarm at every ticket",
        { } threshold => $"an alarm from {WireName<Severity>.Of((Severity)Math.Ceiling(threshold))} on",
    };

    private static string Header(InvalidPolicy policy, Sweep sweep)
    {
        var precision = string.Concat(SweepOptions.PrecisionBaseRates.Select(rate => string.Create(CultureInfo.InvariantCulture, $"{$"precision {100 * rate:0.##} %",-18}")));
        return $"  {"alarm from",-11}{"person",-8}{"misses",-27}{"false alarms",-27}{precision}{"alarms",8}{"reviews",9}{"let by",8}{(sweep.Costs is null ? "" : $"{"cost",11}")}"
            + (sweep.Unassessed > 0 ? $"   missing answers {WireName<InvalidPolicy>.Of(policy)}" : "");
    }

    private static string Line(OperatingPoint point, Sweep sweep)
    {
        var precision = string.Concat(point.Precision.Select(at => $"{Precision(at),-18}"));
        var cost = sweep.Costs is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{point.CostPerDay,11:#,0.0}");
        string[] marks = [.. point.Ships ? ["ships"] : Array.Empty<string>(), .. point.IsCheapest ? ["cheapest"] : Array.Empty<string>()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  {WireName<Severity>.Of(point.AlarmFrom),-11}{(point.NeedsHumanAlarms ? "alarm" : "review"),-8}{Share(point.Misses),-27}{Share(point.FalseAlarms),-27}{precision}{point.AlarmsPerDay,8:#,0.0}{point.ReviewsPerDay,9:#,0.0}{point.MissedPer1000Passed,8:0.00}{cost}   {string.Join(", ", marks)}");
    }

    private static string Share(Rate rate)
    {
        var interval = Wilson.Interval(rate);
        return rate.Value is not { } value ? "0/0" : string.Create(
            CultureInfo.InvariantCulture, $"{rate.Events}/{rate.Trials} {100 * value:0.0} [{100 * interval.Low:0.0}-{100 * interval.High:0.0}]");
    }

    private static string Precision(PrecisionAt at) => at.Value is null
        ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"{100 * at.Value:0.0} [{100 * at.Low:0.0}-{100 * at.High:0.0}]");

    private static string Ranked(Ranking ranking)
    {
        if (ranking.Auroc is not { } area)
        {
            return "nothing: there are no assessed tickets of both labels";
        }

        var interval = ranking.AurocLow is null ? "" : string.Create(CultureInfo.InvariantCulture, $" [{ranking.AurocLow:0.000}-{ranking.AurocHigh:0.000}]");
        return string.Create(CultureInfo.InvariantCulture, $"escalate above benign with AUROC {area:0.000}{interval}, average precision {ranking.AveragePrecision:0.000}");
    }
}
