using System.Text.Json;

namespace TnsEval.Plugins.Ollama;

/// <summary>The body of <c>POST /api/chat</c>. What is null is not sent.</summary>
internal sealed record ChatRequest
{
    public required string Model { get; init; }

    public required IReadOnlyList<RequestMessage> Messages { get; init; }

    /// <summary>A JSON schema, or the string "json".</summary>
    public JsonElement? Format { get; init; }

    public required RequestOptions Options { get; init; }

    public JsonElement? KeepAlive { get; init; }

    /// <summary>
    /// Lines as the model writes them. An answer can take minutes, and a proxy cuts a connection on which nothing moves; an error shows when it
    /// happens; and giving up on the call stops the model.
    /// </summary>
    public bool Stream { get; } = true;

    /// <summary>Newer servers then say that a prompt does not fit instead of dropping its beginning. Older ones do not know the field.</summary>
    public bool Truncate { get; }

    /// <summary>Newer servers then end the answer where the context is full instead of forgetting the prompt while they write.</summary>
    public bool Shift { get; }
}

internal sealed record RequestMessage(string Role, string Content);

/// <summary>Sampling settings, by Ollama's names.</summary>
internal sealed record RequestOptions
{
    public float? Temperature { get; init; }

    public float? TopP { get; init; }

    public int? TopK { get; init; }

    public float? FrequencyPenalty { get; init; }

    public float? PresencePenalty { get; init; }

    public long? Seed { get; init; }

    public IList<string>? Stop { get; init; }

    public int? NumPredict { get; init; }

    public required int NumCtx { get; init; }
}
