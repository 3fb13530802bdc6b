using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TnsEval.Plugins.OpenAI.Responses;

/// <summary>Turns the first choice of a completion into a response.</summary>
internal static class CompletionReader
{
    /// <summary>Where the response's properties hold the log probabilities of the answer's tokens: the API's list as a <see cref="JsonElement"/>.</summary>
    public const string LogProbabilitiesKey = "logprobs";

    /// <summary>The code by which a classifier knows a refusal.</summary>
    private const string RefusalCode = "Refusal";

    /// <exception cref="JsonException">It is no JSON, not of this shape, or an object of nothing, which a gateway in trouble sends.</exception>
    public static Completion Parse(BinaryData body) =>
        !IsEmptyObject(body.ToMemory().Span) && JsonSerializer.Deserialize(body.ToMemory().Span, CompletionJson.Default.Completion) is { } completion
            ? completion
            : throw new JsonException();

    public static ChatResponse Read(Completion completion, Choice choice)
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, [.. Contents(completion, choice)]))
        {
            ModelId = completion.Model,
            FinishReason = string.IsNullOrWhiteSpace(choice.FinishReason) ? null : new ChatFinishReason(choice.FinishReason),
            Usage = Usage(completion.Usage),
            AdditionalProperties = [],
        };
        if (choice.Logprobs?.Content is { ValueKind: JsonValueKind.Array } probabilities)
        {
            response.AdditionalProperties[LogProbabilitiesKey] = probabilities;
        }

        return response;
    }

    private static bool IsEmptyObject(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read() && reader.Read() && reader.TokenType == JsonTokenType.EndObject;
    }

    private static IEnumerable<AIContent> Contents(Completion completion, Choice choice)
    {
        var text = Text(choice.Message?.Content ?? default);
        if (text.Length > 0)
        {
            yield return new TextContent(text);
        }

        if (choice.Message?.Refusal is { Length: > 0 } refusal)
        {
            yield return new ErrorContent(refusal) { ErrorCode = RefusalCode };
        }
        else if (text.Length == 0 && choice.FinishReason == ChatFinishReason.Length.Value)
        {
            var thought = completion.Usage?.CompletionTokensDetails?.ReasoningTokens is > 0 and var tokens
                ? $", {tokens} tokens of it on thinking"
                : "";
            yield return new ErrorContent($"the model spent its whole output limit before it began to answer{thought}; raise maxTokens in the prompt")
            {
                ErrorCode = choice.FinishReason,
            };
        }
    }

    private static string Text(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(PartText)),
        _ => "",
    };

    private static string PartText(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object
        && part.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("text")
        && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : "";

    private static UsageDetails? Usage(TokenCounts? counts) => counts is null ? null : new UsageDetails
    {
        InputTokenCount = counts.PromptTokens,
        OutputTokenCount = counts.CompletionTokens,
        TotalTokenCount = counts.TotalTokens,
        CachedInputTokenCount = counts.PromptTokensDetails?.CachedTokens,
        ReasoningTokenCount = counts.CompletionTokensDetails?.ReasoningTokens,
    };
}
