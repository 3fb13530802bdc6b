using System.Globalization;
using System.Text.Json.Nodes;
using TnsEval.Calls;
using TnsEval.Runs;

namespace TnsEval.Cli.Output;

/// <summary>What runs are expected to come to, for people and as JSON.</summary>
internal sealed class EstimateText(IReadOnlyList<(RunSetup Setup, RunEstimate Estimate)> runs, RunBudget? budget)
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
        ["isWithinBudget"] = IsAllowed,
    };
}
