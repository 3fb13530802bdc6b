using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Batches;

/// <summary>What a batch service said of one request. Exactly one of the nested types.</summary>
internal abstract partial record BatchResult
{
    private BatchResult()
    {
    }

    /// <summary>An answer, as the live provider would have given it.</summary>
    public sealed record Answered(ChatResponse Response) : BatchResult;

    /// <summary>No answer, for a reason that lies in the ticket and not in the service: its filter, or the context's length.</summary>
    public sealed record Declined(ProviderFault Fault) : BatchResult;

    /// <summary>No answer; another batch may bring one.</summary>
    /// <param name="Reason">Status and error code, never a message of the service's.</param>
    public sealed record Failed(string Reason) : BatchResult;

    /// <summary>Reads one line of an output or error file; other people's JSON, so leniently.</summary>
    /// <returns>Null when it is not a result line.</returns>
    public static (string CustomId, BatchResult Result)? Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8);
            return Text(json.RootElement, "custom_id") is { } id && (Member(json.RootElement, "response") ?? Member(json.RootElement, "error")) is not null
                ? (id, Of(json.RootElement))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static BatchResult Of(JsonElement line)
    {
        if (Member(line, "response") is not { } response)
        {
            return new Failed($"the batch failed with {CodeOf(Member(line, "error"))}");
        }

        var body = Member(response, "body");
        if (Number(response, "status_code") is var status and not 200)
        {
            return (body is null ? null : Text(Member(body.Value, "error"), "code")) switch
            {
                "content_filter" or "content_policy_violation" =>
                    new Declined(new ProviderFault(ProviderFaultKind.Refused, "the provider's content filter declined the request")),
                "context_length_exceeded" => new Declined(new ProviderFault(ProviderFaultKind.Truncated, "the prompt does not fit the model's context")),
                _ => new Failed($"the batch failed with status {status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}, {CodeOf(body is null ? null : Member(body.Value, "error"))}"),
            };
        }

        return body is { } completion && Member(completion, "choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0
            && Member(choices[0], "message") is { } message
            ? new Answered(ResponseOf(completion, choices[0], message))
            : new Failed("the result holds no answer");
    }

    private static ChatResponse ResponseOf(JsonElement completion, JsonElement choice, JsonElement message)
    {
        var contents = new List<AIContent>();
        if (Text(message, "content") is { Length: > 0 } text)
        {
            contents.Add(new TextContent(text));
        }

        if (Text(message, "refusal") is { Length: > 0 })
        {
            contents.Add(new ErrorContent(message: null) { ErrorCode = "Refusal" });
        }

        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            FinishReason = Text(choice, "finish_reason") is { Length: > 0 } reason ? new ChatFinishReason(reason) : null,
            ModelId = Text(completion, "model"),
            Usage = Member(completion, "usage") is not { } usage ? null : new UsageDetails
            {
                InputTokenCount = Number(usage, "prompt_tokens"),
                OutputTokenCount = Number(usage, "completion_tokens"),
                TotalTokenCount = Number(usage, "total_tokens"),
                CachedInputTokenCount = Number(Member(usage, "prompt_tokens_details"), "cached_tokens"),
                ReasoningTokenCount = Number(Member(usage, "completion_tokens_details"), "reasoning_tokens"),
            },
        };
    }

    /// <summary>A code and nothing that could quote a ticket.</summary>
    private static string CodeOf(JsonElement? error) =>
        (Text(error, "code") ?? Text(error, "type")) is { } code && PlainCode().IsMatch(code) ? $"error {code}" : "no error code";

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } && parent.Value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static string? Text(JsonElement? parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static long? Number(JsonElement? parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,60}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainCode();
}
