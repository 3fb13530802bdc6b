using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using TnsEval.Calls;
using TnsEval.Runs;

namespace TnsEval.Cli.Commands;

/// <summary>Options of <c>tnseval run</c> on how models are called and what that may cost. None can change a result, so a resumed run takes them too.</summary>
internal sealed class CallArguments
{
    private readonly Option<Concurrency?> _concurrency = new("--concurrency") { CustomParser = Parse, Description = "Calls at once to one provider: at most this many, or auto to find out what it allows", HelpName = "n|auto" };
    private readonly Option<int?> _retries = new("--retries") { CustomParser = Retries, Description = "Attempts made again after a fault that may pass, 0 to 20; three times as many after \"too many calls\"", HelpName = "n" };
    private readonly Option<decimal?> _maxCost = new("--max-cost") { CustomParser = Amount, Description = "Stop before the call that would cost more than this, in the price file's currency", HelpName = "amount" };
    private readonly Option<long?> _maxTokens = new("--max-tokens") { CustomParser = Tokens, Description = "Stop before the call that would use more tokens than this, input and output together", HelpName = "n" };
    private readonly Option<string?> _prices = new("--prices") { Description = "Price file, as prompts/prices.json, with models named provider/model", HelpName = "file" };

    public IReadOnlyList<Option> All => [_concurrency, _retries, _maxCost, _maxTokens, _prices];

    /// <summary>The options with what was given on the command line.</summary>
    public RunOptions Apply(RunOptions options, ParseResult parsed, Workspace workspace) => options with
    {
        Concurrency = parsed.GetValue(_concurrency) ?? options.Concurrency,
        Retries = parsed.GetValue(_retries) ?? options.Retries,
        MaxCost = parsed.GetValue(_maxCost) ?? options.MaxCost,
        MaxTokens = parsed.GetValue(_maxTokens) ?? options.MaxTokens,
        Prices = parsed.GetValue(_prices) is { } file ? workspace.FromUser(file) : options.Prices,
    };

    private static Concurrency? Parse(ArgumentResult result) =>
        Concurrency.TryParse(Text(result), out var concurrency) ? concurrency : Refuse<Concurrency>(result, "auto or a whole number from 1 to 10000");

    private static int? Retries(ArgumentResult result) =>
        int.TryParse(Text(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 20
            ? number
            : Refuse<int>(result, "a whole number from 0 to 20");

    private static decimal? Amount(ArgumentResult result) =>
        decimal.TryParse(Text(result), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount > 0
            ? amount
            : Refuse<decimal>(result, "an amount above 0, such as 2.50");

    private static long? Tokens(ArgumentResult result) =>
        long.TryParse(Text(result), NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) && tokens > 0
            ? tokens
            : Refuse<long>(result, "a whole number of at least 1");

    private static string Text(ArgumentResult result) => result.Tokens[0].Value;

    private static T? Refuse<T>(ArgumentResult result, string expected)
        where T : struct
    {
        result.AddError($"{((OptionResult)result.Parent!).Option.Name} takes {expected}, not \"{Text(result)}\".");
        return null;
    }
}
