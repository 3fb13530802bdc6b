using System.Text.RegularExpressions;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.Ollama;

/// <summary>
/// What an error of the server means: by the errors that Ollama is known for, else by the status. The server's own words are only matched, never
/// repeated, since they may quote the request; of what is matched, only numbers are taken over.
/// </summary>
internal sealed partial class ServerFaults(OllamaSettings settings)
{
    private const string LongerContext = "Raise or unset OLLAMA_CONTEXT_LENGTH if it is set, else choose a model with a longer context";

    private string Pull => $"Pull it with `ollama pull {settings.Model}`";

    /// <summary>A part of the prompt or of the answer is missing.</summary>
    public static ProviderFault Truncated(string why) => new(ProviderFaultKind.Truncated, $"{why}. {LongerContext}");

    /// <summary>Reads an error.</summary>
    /// <param name="status">The HTTP status; 500 for an error inside a stream that does not state its own.</param>
    /// <param name="error">The server's text; null when the answer was no Ollama error but, say, a proxy's web page.</param>
    /// <param name="retryAfter">How long it asked to wait.</param>
    public OllamaException Of(int status, string? error, TimeSpan? retryAfter)
    {
        var fault = error is null || status is 401 or 403 or 429 ? null : Known(error, retryAfter);
        return new OllamaException(fault ?? ByStatus(status, isOllamas: error is not null, retryAfter))
        {
            IsSchemaRejected = fault is null && error is not null && IsSchemaRejected(status, error),
        };
    }

    /// <summary>A page or a redirection: something else than Ollama lives at the address.</summary>
    public static ProviderFault NotOllama(string what) => Settings($"{what}, so it is not Ollama's API. Correct OLLAMA_HOST");

    private ProviderFault? Known(string error, TimeSpan? retryAfter) =>
        ContextExceeded.IsMatch(error)
            ? Truncated(Numbers.Matches(error) is [var prompt, var context, ..]
                ? $"Ollama says that the prompt of {prompt.Value} tokens is longer than the context of {context.Value}"
                : "Ollama says that the prompt is longer than the context")
        : OutOfMemory.Match(error) is { Success: true } memory
            ? Settings($"the server has too little memory for model '{settings.Model}'{Sizes(memory)}. "
                + "Choose a smaller model or quantization, lower OLLAMA_CONTEXT_LENGTH or the server's OLLAMA_NUM_PARALLEL, "
                + "or unload other models (`ollama ps`, `ollama stop`)")
        : Busy.IsMatch(error)
            ? new ProviderFault(
                ProviderFaultKind.RateLimited, "the server's queue is full. Lower --concurrency, or raise OLLAMA_MAX_QUEUE on the server", retryAfter)
        : NotPulled.IsMatch(error)
            ? Settings($"the server has no model '{settings.Model}'. {Pull}, or take one that `ollama list` shows")
        : BadName.IsMatch(error)
            ? Settings($"the server says that '{settings.Model}' is no name of a model. Take one that `ollama list` shows")
        : NoChat.IsMatch(error) ? Settings($"model '{settings.Model}' cannot chat. Choose one that can")
        : Unloadable.IsMatch(error)
            ? Settings($"the server cannot load model '{settings.Model}'. Update Ollama, or pull the model again; the server's log says more")
        : RunnerStopped.IsMatch(error)
            ? new ProviderFault(
                ProviderFaultKind.Transient, $"the process that runs model '{settings.Model}' stopped; the server's log says why", retryAfter)
        : null;

    private ProviderFault ByStatus(int status, bool isOllamas, TimeSpan? retryAfter)
    {
        return status switch
        {
            >= 300 and < 400 => NotOllama($"{settings.Address} redirects ({status}) instead of answering"),
            401 or 403 when settings.ApiKey is null => new ProviderFault(
                ProviderFaultKind.Auth, $"{settings.Address} asks for credentials ({status}). Set OLLAMA_API_KEY, which is sent as a bearer token"),
            401 or 403 => new ProviderFault(
                ProviderFaultKind.Auth,
                $"{settings.Address} does not accept the key in OLLAMA_API_KEY ({status}). Correct it, or ask whether it was revoked"),
            404 when isOllamas => Settings($"{settings.Address} answers 404, as for a model that it does not have. {Pull}, or correct OLLAMA_HOST"),
            404 or 405 => NotOllama($"{settings.Address}/api/chat does not exist ({status})"),
            407 => Settings("the proxy asks for credentials (407). Correct the proxy's settings"),
            408 or 499 => Fault(ProviderFaultKind.Transient, "gave up on the request"),
            429 => Fault(ProviderFaultKind.RateLimited, "has had too many requests"),
            413 => Fault(ProviderFaultKind.Permanent, "does not take a request of this size: a proxy's limit, which can be raised there"),
            >= 500 => Fault(ProviderFaultKind.Transient, "failed"),
            _ => Fault(ProviderFaultKind.Permanent, "declined the request"),
        };

        ProviderFault Fault(ProviderFaultKind kind, string what) => new(kind, $"{settings.Address} {what} ({status})", retryAfter);
    }

    private static bool IsSchemaRejected(int status, string error) => status switch
    {
        400 or 422 => FormatNamed.IsMatch(error),
        500 => SchemaUnusable.IsMatch(error),
        _ => false,
    };

    private static ProviderFault Settings(string message) => new(ProviderFaultKind.Settings, message);

    private static string Sizes(Match memory) =>
        memory.Groups["needed"].Success ? $": it needs {memory.Groups["needed"].Value}, and {memory.Groups["free"].Value} are free" : "";

    private const RegexOptions AnyCase = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex("(exceeds|longer than).{0,40}context (length|size|window)|exceed_context_size", AnyCase, 1000)]
    private static partial Regex ContextExceeded { get; }

    [GeneratedRegex(@"(?<=\()[0-9]+(?= tokens\))", AnyCase, 1000)]
    private static partial Regex Numbers { get; }

    [GeneratedRegex(
        @"requires more system memory( \((?<needed>[0-9.]+ [KMGT]i?B)\) than is available \((?<free>[0-9.]+ [KMGT]i?B)\))?"
        + "|out of memory|out-of-memory|cudaMalloc failed",
        AnyCase,
        1000)]
    private static partial Regex OutOfMemory { get; }

    [GeneratedRegex("maximum pending requests|server busy", AnyCase, 1000)]
    private static partial Regex Busy { get; }

    [GeneratedRegex(@"\bmodel\b.{0,300}\bnot found|pull(ing)? it first", AnyCase | RegexOptions.Singleline, 1000)]
    private static partial Regex NotPulled { get; }

    [GeneratedRegex("invalid model name|model is required", AnyCase, 1000)]
    private static partial Regex BadName { get; }

    [GeneratedRegex("does not support (chat|generate|completion)", AnyCase, 1000)]
    private static partial Regex NoChat { get; }

    [GeneratedRegex(
        "unable to load model|error loading model|unknown model architecture|unsupported model|failed to load model(?! vocabulary)", AnyCase, 1000)]
    private static partial Regex Unloadable { get; }

    [GeneratedRegex("process has terminated|process no longer running|unexpectedly stopped", AnyCase, 1000)]
    private static partial Regex RunnerStopped { get; }

    /// <summary>Before Ollama 0.5 a format is the string "json", and anything else a bad request.</summary>
    [GeneratedRegex("format|schema|grammar", AnyCase, 1000)]
    private static partial Regex FormatNamed { get; }

    /// <summary>A schema that asks for more than the server's grammar has is found out late, and reported as a failure of the server.</summary>
    [GeneratedRegex("json schema|invalid format|grammar|for format", AnyCase, 1000)]
    private static partial Regex SchemaUnusable { get; }
}
