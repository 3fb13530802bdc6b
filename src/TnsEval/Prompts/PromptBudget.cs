using TnsTriage.Prompts;

namespace TnsEval.Prompts;

/// <summary>
/// How long a prompt is, at four characters a token: a rule of thumb for English. Tokenizers differ, and other scripts need more; a run records what the
/// provider really counted.
/// </summary>
/// <param name="Messages">Tokens of all messages, placeholders left in.</param>
/// <param name="Schema">Tokens of the answer's schema as the file has it; providers send it along and most count it as input.</param>
/// <param name="Fixed">Tokens that are the same in every call and so may be cached: the schema and all messages before the ticket.</param>
/// <param name="Answer">Tokens of a few-shot's answer on average; null where the prompt shows none.</param>
public sealed record PromptBudget(int Messages, int Schema, int Fixed, int? Answer)
{
    /// <summary>The budget of a prompt version.</summary>
    public static PromptBudget Of(PromptVersion version)
    {
        var messages = version.Definition.Messages;
        var all = messages.Sum(message => message.Content.Length);
        var schema = version.Definition.JsonSchema.Length;
        var answers = messages.Where(message => message.Role == PromptRole.Assistant).Select(message => message.Content.Length).ToArray();
        return new PromptBudget(
            Tokens(all), Tokens(schema), Tokens(all - messages[^1].Content.Length + schema), answers.Length == 0 ? null : Tokens(answers.Sum() / answers.Length));
    }

    /// <summary>What 1,000 tickets cost, one call each: with nothing cached, and with all that is fixed read from the provider's cache.</summary>
    /// <returns>In the price list's currency; the second is null for a model without a price for cached input.</returns>
    public (decimal Uncached, decimal? Cached) CostPer1000(TicketTokens ticket, ModelPrice price)
    {
        var variable = ((Messages + Schema - Fixed + ticket.Input) * price.Input) + ((Answer ?? ticket.Output) * price.Output);
        return (PerThousand((Fixed * price.Input) + variable), price.CachedInput is { } cached ? PerThousand((Fixed * cached) + variable) : null);
    }

    private static decimal PerThousand(decimal perMillionTimesTokens) => perMillionTimesTokens / 1000;

    /// <summary>Tokens of a text of so many characters.</summary>
    internal static int Tokens(int characters) => (characters + 3) / 4;
}
