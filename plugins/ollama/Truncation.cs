namespace TnsEval.Plugins.Ollama;

/// <summary>
/// Finds answers to a part of a prompt. Newer servers say so themselves (<see cref="ChatRequest.Truncate"/>); older ones drop what does not fit and
/// answer the rest, which shows in the counts of the last line alone. Only what the counts prove is told; the README lists what they cannot.
/// </summary>
internal static class Truncation
{
    /// <summary>The contexts that models are made for are multiples of this, and a cut prompt is exactly as long as the context.</summary>
    private const int ContextGrain = 256;

    /// <summary>Why the answer is one to a part of the prompt, or a part of an answer; null when nothing proves that.</summary>
    /// <param name="prompt">What the prompt comes to.</param>
    /// <param name="context">The context that was asked for, in tokens.</param>
    /// <param name="last">The last line of the answer. A count of 0 is none.</param>
    public static string? Find(TokenEstimate prompt, int context, ChatChunk last)
    {
        var read = last.PromptEvalCount ?? 0;
        var written = last.EvalCount ?? 0;
        var isCutShort = last.DoneReason == "length";
        return read >= context
                ? $"the prompt filled the whole context of {context} tokens, so Ollama dropped a part of it"
            : read > 0 && read + written > context + 1
                ? $"prompt ({read} tokens) and answer ({written}) exceed the context of {context}, so Ollama forgot a part of the prompt as it wrote"
            : read > 0 && isCutShort && read + written >= context - 1
                ? $"prompt ({read} tokens) and answer ({written}) fill the context of {context}"
            : read > 0 && read < prompt.Low && (context < prompt.High || read % ContextGrain == 0)
                ? $"Ollama read {read} tokens of a prompt that has at least {prompt.Low}, so it dropped a part of it"
            : null;
    }
}
