using System.Text.Json;
using System.Text.Json.Serialization;

namespace TnsEval.Plugins.OpenAI.Responses;

/// <summary>As much of a chat completion as is read. Everything may be missing or null: compatible servers leave out what they do not know.</summary>
internal sealed record Completion(
    string? Model, IReadOnlyList<Choice?>? Choices, TokenCounts? Usage, JsonElement Error);

/// <summary>One answer.</summary>
internal sealed record Choice(AnswerMessage? Message, string? FinishReason, LogProbabilities? Logprobs);

/// <summary>What the model said.</summary>
/// <param name="Content">A string, null, or a list of parts of which those of type <c>text</c> hold the answer.</param>
/// <param name="Refusal">Stands in place of content.</param>
internal sealed record AnswerMessage(JsonElement Content, string? Refusal);

/// <summary>Per token of the answer, as sent.</summary>
internal sealed record LogProbabilities(JsonElement Content);

/// <summary>Usage.</summary>
internal sealed record TokenCounts(
    long? PromptTokens,
    long? CompletionTokens,
    long? TotalTokens,
    TokenDetails? PromptTokensDetails,
    TokenDetails? CompletionTokensDetails);

/// <summary>Parts of a count.</summary>
internal sealed record TokenDetails(long? CachedTokens, long? ReasoningTokens);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(Completion))]
internal sealed partial class CompletionJson : JsonSerializerContext;
