using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TestPlugins.Scripted;

/// <summary>A provider whose model names say how it behaves.</summary>
public sealed class ScriptedProvider : IModelProvider
{
    private const string Revoked = "revoked-after-";

    public string Id => "scripted";

    public ProviderCapabilities Capabilities { get; } = new() { TokenUsage = true };

    public IChatClient CreateClient(ModelSettings settings) => settings.Model switch
    {
        "keyword" or "garbage" or "refuses" or "hangs" or "down" or "no-credentials" or "misconfigured" => new ScriptedClient(settings.Model),
        _ when settings.Model.StartsWith(Revoked, StringComparison.Ordinal) && int.TryParse(settings.Model[Revoked.Length..], CultureInfo.InvariantCulture, out var number) =>
            new ScriptedClient("revoked", number),
        _ => throw new ProviderSettingsException($"there is no model '{settings.Model}'", "Use scripted/keyword"),
    };

    public ProviderFault Classify(Exception exception) => exception switch
    {
        InvalidOperationException => new ProviderFault(ProviderFaultKind.Settings, "there is no such model on the server; name another"),
        UnauthorizedAccessException => new ProviderFault(ProviderFaultKind.Auth, "401 from the server"),
        _ => new ProviderFault(ProviderFaultKind.Transient, "503 from the server"),
    };
}

internal sealed class ScriptedClient(string behaviour, int goodCalls = 0) : IChatClient
{
    private int _calls;

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = Interlocked.Increment(ref _calls);
        switch (behaviour)
        {
            case "garbage":
                return Answer("I think this one is fine.");
            case "refuses":
                return new ChatResponse(new ChatMessage(ChatRole.Assistant, "")) { FinishReason = ChatFinishReason.ContentFilter };
            case "hangs":
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            case "down":
                throw new HttpRequestException("connection refused, and a secret sk-canary-123");
            case "misconfigured":
                throw new InvalidOperationException("404 for sk-canary-123");
            case "no-credentials":
            case "revoked" when call > goodCalls:
                throw new UnauthorizedAccessException("key sk-canary-123 is not valid");
        }

        return Answer(messages.Last().Text.Contains("ALARM", StringComparison.Ordinal) ? Alarm : Pass);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static ChatResponse Answer(string text) => new(new ChatMessage(ChatRole.Assistant, text))
    {
        ModelId = "scripted-2026-01-01",
        FinishReason = ChatFinishReason.Stop,
        Usage = new UsageDetails { InputTokenCount = 10, OutputTokenCount = 5 },
    };

    private const string Pass = """
        {"evidence": [], "categories": [], "rationale": "no event", "verdict": "none", "severity": "none",
         "prompt_injection": {"present": false, "aim": "none"}, "needs_human": {"needed": false}}
        """;

    private const string Alarm = """
        {"evidence": [{"quote": "ALARM", "use": "report", "speaker": "sender"}], "categories": [{"id": "payment_fraud", "severity": "medium"}],
         "rationale": "an event", "verdict": "escalate", "severity": "medium",
         "prompt_injection": {"present": false, "aim": "none"}, "needs_human": {"needed": false}}
        """;
}
