using System.Text.Json;

namespace TnsEval.Plugins.Ollama;

/// <summary>One line of the stream, as it comes: anything may be missing. The last one carries the counts; an error may stand in any.</summary>
internal sealed record ChatChunk
{
    public string? Model { get; init; }

    public ChunkMessage? Message { get; init; }

    public bool Done { get; init; }

    public string? DoneReason { get; init; }

    /// <summary>Nanoseconds.</summary>
    public long? LoadDuration { get; init; }

    /// <summary>Tokens of the prompt that the model saw, cached ones included since Ollama 0.2; some servers always say 0.</summary>
    public long? PromptEvalCount { get; init; }

    public long? PromptEvalCachedCount { get; init; }

    /// <summary>Tokens written, thinking included.</summary>
    public long? EvalCount { get; init; }

    /// <summary>A text; behind some proxies an object with one.</summary>
    public JsonElement? Error { get; init; }

    /// <summary>The HTTP status that an error would have had before the stream began.</summary>
    public int? Status { get; init; }

    /// <summary>The error's text; "" when it has none that can be read, null when there is no error.</summary>
    public string? ErrorText => Error switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } error
            when error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String => message.GetString(),
        _ => "",
    };
}

/// <summary>A part of the answer. Thinking is no part of it.</summary>
internal sealed record ChunkMessage(string? Content, string? Thinking);
