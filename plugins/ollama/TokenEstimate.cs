using System.Text;
using Microsoft.Extensions.AI;

namespace TnsEval.Plugins.Ollama;

/// <summary>
/// How many tokens a prompt comes to, without the model's own tokenizer. The context is chosen by <paramref name="High"/>, so that erring costs
/// memory and not a part of the prompt; an answer is doubted by <paramref name="Low"/>.
/// </summary>
/// <param name="Low">Words: no tokenizer in use makes one token of two words.</param>
/// <param name="High">See the remarks.</param>
/// <remarks>
/// Characters divided by four, the usual rule, is right for English prose only. Here a word of Latin letters counts a token for every three
/// letters begun, every digit, mark, line break and repeated space counts one, and every other character as many as it has bytes in UTF-8:
/// tokenizers fall back to bytes for scripts they do not know, so that is the most it can be. The README compares it with real tokenizers.
/// </remarks>
internal readonly record struct TokenEstimate(long Low, long High)
{
    private const int LettersPerToken = 3;

    /// <summary>What a chat template puts around a message, and the default system text that some add.</summary>
    private const int TokensPerMessage = 16;

    private const int TokensPerPrompt = 64;

    public static TokenEstimate Of(IReadOnlyList<ChatMessage> messages)
    {
        var (low, high) = (0L, (long)TokensPerPrompt);
        foreach (var message in messages)
        {
            var one = Of(message.Text);
            low += one.Low;
            high += one.High + TokensPerMessage;
        }

        return new TokenEstimate(low, high);
    }

    public static TokenEstimate Of(string text)
    {
        var (low, high) = (0L, 0L);
        var lettersInWord = 0;
        var previous = new Rune(' ');
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && Rune.IsLetter(rune))
            {
                // A capital inside a word begins another one: CamelCase, and the letter salad of encoded attachments.
                lettersInWord = Rune.IsUpper(rune) && Rune.IsLower(previous) ? 0 : lettersInWord;
                high += lettersInWord % LettersPerToken == 0 ? 1 : 0;
                low += Rune.IsWhiteSpace(previous) ? 1 : 0;
                lettersInWord++;
            }
            else
            {
                lettersInWord = 0;
                high += rune.Value == ' ' && previous.Value != ' ' ? 0 : rune.Utf8SequenceLength;   // a single space belongs to the word after it
            }

            previous = rune;
        }

        return new TokenEstimate(low, high);
    }
}
