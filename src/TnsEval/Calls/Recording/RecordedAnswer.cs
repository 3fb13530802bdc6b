using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Calls.Recording;

/// <summary>
/// A model's answer as caches and cassettes keep it: what the classifier and the records of a run read of a response, and no header, request or
/// raw form of it.
/// </summary>
internal sealed record RecordedAnswer
{
    /// <summary>As it came. Empty for most refusals.</summary>
    public required string Text { get; init; }

    /// <summary>Codes of the errors the provider reported in place of text or beside it, such as <c>Refusal</c>; their messages are not kept.</summary>
    public IReadOnlyList<string>? ErrorCodes { get; init; }

    public string? FinishReason { get; init; }

    /// <summary>The model as the provider named it.</summary>
    public string? ModelId { get; init; }

    public RecordedUsage? Usage { get; init; }

    public StructuredOutput? StructuredOutput { get; init; }

    public static RecordedAnswer Of(ChatResponse response)
    {
        string[] errors = [.. response.Messages.SelectMany(message => message.Contents).OfType<ErrorContent>().Select(error => error.ErrorCode ?? "")];
        return new RecordedAnswer
        {
            Text = response.Text,
            ErrorCodes = errors.Length == 0 ? null : errors,
            FinishReason = response.FinishReason?.Value,
            ModelId = response.ModelId,
            Usage = RecordedUsage.Of(response.Usage),
            StructuredOutput = response.StructuredOutput,
        };
    }

    public ChatResponse ToResponse() => new(new ChatMessage(ChatRole.Assistant,
    [
        .. Text.Length == 0 ? Array.Empty<AIContent>() : [new TextContent(Text)],
        .. (ErrorCodes ?? []).Select(code => new ErrorContent(message: null) { ErrorCode = code }),
    ]))
    {
        FinishReason = string.IsNullOrWhiteSpace(FinishReason) ? null : new ChatFinishReason(FinishReason),
        ModelId = ModelId,
        Usage = Usage?.ToDetails(),
        StructuredOutput = StructuredOutput,
    };
}

/// <summary>Tokens of one answer, where the provider said.</summary>
internal sealed record RecordedUsage
{
    public long? Input { get; init; }

    public long? Output { get; init; }

    public long? Total { get; init; }

    /// <summary>Part of <see cref="Input"/> that the provider had in its own cache.</summary>
    public long? CachedInput { get; init; }

    /// <summary>Part of <see cref="Output"/> that is reasoning.</summary>
    public long? Reasoning { get; init; }

    public static RecordedUsage? Of(UsageDetails? usage) => usage is null ? null : new RecordedUsage
    {
        Input = usage.InputTokenCount,
        Output = usage.OutputTokenCount,
        Total = usage.TotalTokenCount,
        CachedInput = usage.CachedInputTokenCount,
        Reasoning = usage.ReasoningTokenCount,
    };

    public UsageDetails ToDetails() => new()
    {
        InputTokenCount = Input,
        OutputTokenCount = Output,
        TotalTokenCount = Total,
        CachedInputTokenCount = CachedInput,
        ReasoningTokenCount = Reasoning,
    };
}
