using TnsEval.Calls;
using TnsEval.Prompts;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Text;

namespace TnsEval.Workers.Coordinating;

/// <summary>
/// What a job is reserved for in the budget: every call that it may come to, repair turns included, because nobody asks between them whether there is enough left. So the
/// limit holds; a run may stop a case earlier for it than on one machine.
/// </summary>
internal sealed class JobEstimate(RunSetup setup)
{
    private readonly PromptBudget _prompt = PromptBudget.Of(setup.Prompt.Version);

    public Spend Of(Ticket ticket)
    {
        var length = new PreparedTicket(ticket).ViewLength;
        if (length > setup.Options.MaxTicketCharacters)
        {
            return default;   // is not sent
        }

        var calls = 1 + setup.Options.RepairTurns;
        var call = setup.Price.Of(_prompt.Messages + _prompt.Schema + PromptBudget.Tokens(length), cachedInput: 0, setup.Price.AnswerTokens(_prompt.Answer), isEstimate: true);
        return new Spend(calls, call.Tokens * calls, call.Cost * calls, calls);
    }
}
