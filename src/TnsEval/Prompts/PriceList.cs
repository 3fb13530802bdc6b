using System.Text.Json;
using TnsTriage;

namespace TnsEval.Prompts;

/// <summary>What models cost, from a file the user edits: prices change, and this tool knows none.</summary>
public sealed record PriceList
{
    private const string MembersFix = "Write formatVersion, currency, perTicket and models as in prompts/prices.json";

    /// <summary>The format; 1.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>What the file wants to say to its reader; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Shown before every amount, such as <c>USD</c>.</summary>
    public required string Currency { get; init; }

    /// <summary>What one ticket adds to the prompt.</summary>
    public required TicketTokens PerTicket { get; init; }

    /// <summary>One entry a model; at least one.</summary>
    public required IReadOnlyList<ModelPrice> Models { get; init; }

    /// <summary>Reads a file; null when there are problems.</summary>
    public static PriceList? Read(string path, ICollection<Problem> problems)
    {
        try
        {
            if (JsonSerializer.Deserialize(File.ReadAllBytes(path), PromptsJson.Strict.PriceList) is not { } prices)
            {
                problems.Add(new Problem(path, "the price file is null", MembersFix));
                return null;
            }

            var found = prices.Check(path).ToArray();
            foreach (var problem in found)
            {
                problems.Add(problem);
            }

            return found.Length == 0 ? prices : null;
        }
        catch (JsonException e)
        {
            problems.Add(new Problem(PromptsJson.Place(path, e), PromptsJson.Reason(e), MembersFix));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Problem(path, $"cannot be read: {e.Message}", "Check the path and its permissions"));
        }

        return null;
    }

    private IEnumerable<Problem> Check(string path)
    {
        if (FormatVersion != 1)
        {
            yield return new Problem(path, $"formatVersion {FormatVersion} is not 1", "Set 1");
        }

        if (string.IsNullOrWhiteSpace(Currency))
        {
            yield return new Problem(path, "currency is empty", "Write the currency of the prices, such as USD");
        }

        if (PerTicket.Input < 0 || PerTicket.Output < 0)
        {
            yield return new Problem(path, "perTicket has a negative number of tokens", "Write 0 or more");
        }

        if (Models.Count == 0)
        {
            yield return new Problem(path, "models is empty", "Add a model and its prices");
        }

        foreach (var model in Models.Where(model => model.Input < 0 || model.CachedInput < 0 || model.Output < 0))
        {
            yield return new Problem(path, $"model \"{model.Model}\" has a negative price", "Write prices per million tokens, 0 or more");
        }

        foreach (var name in Models.GroupBy(model => model.Model, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            yield return new Problem(path, $"model \"{name}\" is priced twice", "Keep one of them");
        }
    }
}

/// <summary>Tokens that one ticket adds; assumptions of the file's author.</summary>
/// <param name="Input">Of the ticket's text.</param>
/// <param name="Output">Of an answer to a prompt that shows none: elsewhere the few-shots' answers tell.</param>
public sealed record TicketTokens(int Input, int Output);

/// <summary>Prices of one model, per million tokens.</summary>
/// <param name="Model">Shown as it is; a run with a cost limit looks its <c>provider/model</c> up by it.</param>
/// <param name="Input">Of input that the provider has not cached.</param>
/// <param name="CachedInput">Of input read from the provider's prompt cache; null where there is none.</param>
/// <param name="Output">Of the answer.</param>
/// <param name="AsOf">The day the prices were looked up, so that a reader sees how old they are.</param>
/// <param name="IsExample">Whether the figures were made up to show the format.</param>
public sealed record ModelPrice(string Model, decimal Input, decimal? CachedInput, decimal Output, DateOnly AsOf, bool IsExample = false)
{
    /// <summary>What tokens cost, in the list's currency.</summary>
    /// <param name="input">All input tokens.</param>
    /// <param name="cachedInput">Those of them that the provider read from its cache.</param>
    /// <param name="output">Tokens of the answer.</param>
    public decimal Cost(long input, long cachedInput, long output) =>
        (((input - cachedInput) * Input) + (cachedInput * (CachedInput ?? Input)) + (output * Output)) / 1_000_000;
}
