using TnsEval.Calls;
using TnsEval.Prompts;
using TnsTriage;

namespace TnsEval.Runs;

/// <summary>The budget of a command and the prices that it counts with.</summary>
internal sealed class RunPricing
{
    private readonly PriceList? _prices;

    private RunPricing(RunBudget budget, PriceList? prices) => (Budget, _prices) = (budget, prices);

    public RunBudget Budget { get; }

    /// <summary>Reads the price file. Null without budget and prices, or with problems.</summary>
    /// <param name="options">Limits and price file.</param>
    /// <param name="workingDirectory">What the price file's path is relative to.</param>
    /// <param name="models">Names that need a price when the cost is limited.</param>
    /// <param name="problems">Receives every problem.</param>
    public static RunPricing? Of(RunOptions options, string workingDirectory, IReadOnlyList<string> models, ICollection<Problem> problems)
    {
        if (options is { MaxCost: null, MaxTokens: null, Prices: null })
        {
            return null;
        }

        var before = problems.Count;
        var path = options.Prices is null ? null : Path.GetFullPath(options.Prices, workingDirectory);
        var prices = path is null ? null : PriceList.Read(path, problems);
        if (path is null && options.MaxCost is not null)
        {
            problems.Add(new Problem("--max-cost", "there are no prices to reckon with", "Name a price file with --prices, or limit tokens with --max-tokens"));
        }

        if (prices is not null && options.MaxCost is not null)
        {
            foreach (var model in models.Where(model => Find(prices, model) is null))
            {
                problems.Add(new Problem(path!, $"there is no price for {model}, and a cost limit is set", $"Add \"model\": \"{model}\" with its prices, or limit tokens with --max-tokens"));
            }
        }

        return problems.Count > before ? null : new RunPricing(new RunBudget(options.MaxCost, options.MaxTokens, prices?.Currency), prices);
    }

    /// <summary>What calls to a model cost.</summary>
    public CallPrice PriceOf(string model) => new(_prices is null ? null : Find(_prices, model), _prices?.PerTicket);

    private static ModelPrice? Find(PriceList prices, string model) => prices.Models.FirstOrDefault(price => price.Model == model);
}
