using TnsEval.Prompts;
using TnsTriage.Text;

namespace TnsEval.Runs;

/// <summary>
/// What a run is expected to come to before it starts: one call a case, at four characters a token. Repair turns and retries come on top.
/// </summary>
/// <param name="Calls">Cases that would be sent.</param>
/// <param name="InputTokens">Of prompt, schema and tickets.</param>
/// <param name="OutputTokens">Of the answers, as long as the prompt's few-shots or as the price file says.</param>
/// <param name="Cost">In the price file's currency; null when the model has no price.</param>
public sealed record RunEstimate(int Calls, long InputTokens, long OutputTokens, decimal? Cost)
{
    /// <summary>The estimate of a run.</summary>
    /// <param name="setup">The run.</param>
    /// <param name="cases">What is to be run of it.</param>
    public static RunEstimate Of(RunSetup setup, IEnumerable<PlannedCase> cases)
    {
        var prompt = PromptBudget.Of(setup.Prompt.Version);
        var (calls, input) = (0, 0L);
        foreach (var length in cases.Select(planned => new PreparedTicket(planned.Ticket).ViewLength).Where(length => length <= setup.Options.MaxTicketCharacters))
        {
            calls++;
            input += prompt.Messages + prompt.Schema + PromptBudget.Tokens(length);
        }

        var output = (long)calls * setup.Price.AnswerTokens(prompt.Answer);
        return new RunEstimate(calls, input, output, setup.Price.Model?.Cost(input, cachedInput: 0, output));
    }
}
