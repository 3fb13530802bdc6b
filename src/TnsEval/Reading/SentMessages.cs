using Microsoft.Extensions.AI;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;
using TnsTriage.Prompts;
using TnsTriage.Text;

namespace TnsEval.Reading;

/// <summary>
/// Tells again what was sent for a record: the prompt version rendered for its ticket, fence included, which depends on the seed and the ticket alone; and for each
/// answer that was rejected the answer and the request to repair it.
/// </summary>
internal static class SentMessages
{
    /// <param name="prompt">The prompt version of the run, its hash checked.</param>
    /// <param name="ticket">The ticket as it was sent.</param>
    /// <param name="record">Its record.</param>
    /// <param name="options">The run's options.</param>
    /// <returns>Null when nothing was sent, or when answers that were sent back are not in the journal.</returns>
    public static IReadOnlyList<SentMessage>? Of(PromptVersion prompt, Ticket ticket, CaseRecord record, RunOptions options)
    {
        if (record.Attempts == 0 || (record.Attempts > 1 && options.JournalText != JournalText.Full))
        {
            return null;
        }

        var prepared = new PreparedTicket(ticket);
        var messages = prompt.Render(prepared, EvalRun.FenceKeyOf(options))
            .Select((message, index) => new SentMessage(message.Role, message.Text, message.Text == prompt.Definition.Messages[index].Content))
            .ToList();
        foreach (var answer in record.ModelTexts.Take(record.Attempts - 1))
        {
            if (prompt.Contract.Enforce(answer, prepared) is not Enforcement.Rejected rejected)
            {
                return null;   // another build of the contract rejected it
            }

            messages.Add(new SentMessage(ChatRole.Assistant, string.IsNullOrWhiteSpace(answer) ? "(empty)" : answer, IsOfEveryTicket: false));
            messages.Add(new SentMessage(ChatRole.User, RepairRequest.For(rejected.Violations), IsOfEveryTicket: false));
        }

        return messages;
    }
}
