namespace TnsEval.Plugins.OpenAI.Requests;

/// <summary>
/// What a request leaves out or writes differently because a server does not know it. Concessions only add up, so calls that run at the same
/// time and meet the same refusal concede the same one thing, in whatever order they come to it.
/// </summary>
[Flags]
internal enum Concessions
{
    None = 0,

    /// <summary>At most <c>json_object</c> as answer format.</summary>
    NoJsonSchema = 1 << 0,

    /// <summary>No answer format.</summary>
    NoJsonObject = 1 << 1,

    /// <summary>The older name <c>max_tokens</c> for <c>max_completion_tokens</c>.</summary>
    MaxTokens = 1 << 2,

    NoTemperature = 1 << 3,
    NoTopP = 1 << 4,
    NoSeed = 1 << 5,
    NoLogProbabilities = 1 << 6,
    NoFrequencyPenalty = 1 << 7,
    NoPresencePenalty = 1 << 8,
    NoStop = 1 << 9,
}
