using Microsoft.Extensions.AI;

namespace TnsEval.Plugins.Offline;

/// <summary>
/// Token usage by a stated approximation, so that cost reports and budgets have something to add up: UTF-16 code units divided by four,
/// rounded up, once over all messages and once over the answer.
/// </summary>
internal static class TokenEstimate
{
    private const int CharactersPerToken = 4;   // the usual rule of thumb for English; other scripts have fewer characters a token

    public static UsageDetails Usage(IReadOnlyList<ChatMessage> messages, string answer)
    {
        var input = Tokens(messages.Sum(message => (long)message.Text.Length));
        var output = Tokens(answer.Length);
        return new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
    }

    private static long Tokens(long characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;
}
