using System.Globalization;
using System.Text.Json.Nodes;
using TnsEval.Calls;
using TnsEval.Runs;

namespace TnsEval.Cli.Output;

/// <summary>What runs are expected to come to, for people and as JSON.</summary>
/// <param name="runs">The runs.</param>
/// <param name="budget">What they may spend.</param>
/// <param name="intervals">How much their rates can tell; null where that is past deciding.</param>
internal sealed class EstimateText(IReadOnlyList<(RunSetup Setup, RunEstimate Estimate)> runs, RunBudget? budget, ExpectedIntervals? intervals = null)
{
    private Spend Total => new(
        runs.Sum(run => run.Estimate.Calls),
        runs.Sum(run => run.Estimate.InputTokens + run.Estimate.OutputTokens),
        runs.Sum(run => run.Estimate.Cost ?? 0),
        Estimated: 0);

    private bool IsAllowed => budget?.Allows(budget.Spent + Total) != false;

    public void Write(TextWriter writer)
    {
        foreach (var (setup, estimate) in runs)
        {
            var price = estimate.Cost is { } cost && budget?.Currency is { } currency ? Spend.Amount(cost, currency) : "cost unknown";
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Estimate: {setup.Prompt.Version.Name} on {setup.Model.Name}: {estimate.Calls:N0} calls, {estimate.InputTokens:N0} input and {estimate.OutputTokens:N0} output tokens, {price}"));
        }

        writer.WriteLine("At four characters a token; repair turns and calls made again come on top.");
        if (intervals is not null)
        {
            writer.WriteLine(Intervals(intervals));
        }

        if (!IsAllowed)
        {
            writer.WriteLine($"That is more than the budget ({budget!.Describe()} spent so far): the run will stop when it is spent, and can be resumed.");
        }
    }

    public JsonObject ToJson() => new()
    {
        ["estimates"] = new JsonArray([.. runs.Select(run => new JsonObject
        {
            ["prompt"] = run.Setup.Prompt.Version.Name,
            ["model"] = run.Setup.Model.Name,
            ["calls"] = run.Estimate.Calls,
            ["inputTokens"] = run.Estimate.InputTokens,
            ["outputTokens"] = run.Estimate.OutputTokens,
            ["cost"] = run.Estimate.Cost,
            ["currency"] = budget?.Currency,
        })]),
        ["intervals"] = intervals is null ? null : new JsonObject
        {
            ["rate"] = ExpectedIntervals.Rate,
            ["misses"] = Node(intervals.Misses),
            ["falseAlarms"] = Node(intervals.FalseAlarms),
            ["halfWidth"] = ExpectedIntervals.HalfWidth,
            ["ticketsForHalfWidth"] = ExpectedIntervals.ForHalfWidth,
        },
        ["isWithinBudget"] = IsAllowed,
    };

    private static string Intervals(ExpectedIntervals expected)
    {
        string[] known = [.. Known(expected.Misses, "misses", "escalate"), .. Known(expected.FalseAlarms, "false alarms", "benign")];
        var enough = string.Create(
            CultureInfo.InvariantCulture,
            $"within {100 * ExpectedIntervals.HalfWidth:0.#} points either way takes {ExpectedIntervals.ForHalfWidth:N0} tickets of a label");
        return string.Create(CultureInfo.InvariantCulture, $"Intervals at a rate of {100 * ExpectedIntervals.Rate:0.#} %: {string.Join(", ", known)}; {enough}.");
    }

    private static string[] Known(ExpectedInterval? interval, string what, string label) => interval is null
        ? []
        : [string.Create(CultureInfo.InvariantCulture, $"{what} [{100 * interval.Low:0.0}-{100 * interval.High:0.0}] over {interval.Tickets:N0} {label} tickets")];

    private static JsonObject? Node(ExpectedInterval? interval) => interval is null
        ? null
        : new() { ["tickets"] = interval.Tickets, ["low"] = interval.Low, ["high"] = interval.High };
}
