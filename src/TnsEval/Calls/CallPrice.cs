using Microsoft.Extensions.AI;
using TnsEval.Prompts;

namespace TnsEval.Calls;

/// <summary>What calls to one model cost: before a call by its length, after it by what the provider counted.</summary>
/// <param name="Model">Its prices; null when they are not known and only tokens are counted.</param>
/// <param name="PerTicket">What the price file's author expects of a ticket; null without a file.</param>
internal sealed record CallPrice(ModelPrice? Model, TicketTokens? PerTicket)
{
    /// <summary>Of an answer, where neither the prompt shows one nor the price file says.</summary>
    private const int UnknownAnswer = 300;

    /// <summary>Tokens of an answer.</summary>
    /// <param name="shown">The mean of those that the prompt shows; null when it shows none.</param>
    public int AnswerTokens(int? shown) => shown ?? PerTicket?.Output ?? UnknownAnswer;

    public Spend Of(long input, long cachedInput, long output, bool isEstimate) =>
        new(Calls: 1, input + output, Model?.Cost(input, cachedInput, output) ?? 0, isEstimate ? 1 : 0);

    /// <summary>What a request is expected to cost.</summary>
    public Spend Estimate(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var (all, shown, answers) = (0, 0, 0);
        foreach (var message in messages)
        {
            var length = message.Text.Length;
            all += length;
            (shown, answers) = message.Role == ChatRole.Assistant ? (shown + length, answers + 1) : (shown, answers);
        }

        var schema = options?.ResponseFormat is ChatResponseFormatJson { Schema: { } json } ? json.GetRawText().Length : 0;
        var output = AnswerTokens(answers == 0 ? null : PromptBudget.Tokens(shown / answers));
        return Of(PromptBudget.Tokens(all) + PromptBudget.Tokens(schema), cachedInput: 0, output, isEstimate: true);
    }

    /// <summary>What a call cost as the provider counted it; null when it did not: nothing counted, or nothing but zeros.</summary>
    public Spend? Actual(UsageDetails? usage) => usage is { InputTokenCount: > 0 and var input, OutputTokenCount: { } output }
        ? Of(input, usage.CachedInputTokenCount ?? 0, output, isEstimate: false)
        : null;
}
