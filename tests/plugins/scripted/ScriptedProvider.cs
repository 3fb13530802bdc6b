using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TestPlugins.Scripted;

/// <summary>A provider whose model names say how it behaves.</summary>
public sealed class ScriptedProvider : IModelProvider
{
    public string Id => "scripted";

    public ProviderCapabilities Capabilities { get; } = new() { TokenUsage = true };

    public IChatClient CreateClient(ModelSettings settings) => settings.Model switch
    {
        "keyword" or "mixed" or "garbage" or "refuses" or "hangs" or "down" or "no-credentials" or "revoked-after-3" => new ScriptedClient(settings.Model),
        _ => throw new ProviderSettingsException($"there is no model '{settings.Model}'", "Use scripted/keyword"),
    };

    public ProviderFault Classify(Exception exception) => exception switch
    {
        UnauthorizedAccessException => new ProviderFault(ProviderFaultKind.Auth, "401 from the server"),
        _ => new ProviderFault(ProviderFaultKind.Transient, "503 from the server"),
    };
}

internal sealed class ScriptedClient(string behaviour) : IChatClient
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
            case "mixed" when Says("REFUSE"):
            case "refuses":
                return new ChatResponse(new ChatMessage(ChatRole.Assistant, "")) { FinishReason = ChatFinishReason.ContentFilter };
            case "hangs":
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            case "mixed" when Says("CUT"):
                return new ChatResponse(new ChatMessage(ChatRole.Assistant, Pass[..50])) { FinishReason = ChatFinishReason.Length };
            case "mixed" when Says("SLIP") && !Says("Your answer was not accepted"):
            case "mixed" when Says("BROKEN"):
                return Answer("I think this one is fine.");
            case "mixed" when Says("DOWN"):
            case "down":
                throw new HttpRequestException("connection refused, and a secret sk-canary-123");
            case "no-credentials":
            case "revoked-after-3" when call > 3:
                throw new UnauthorizedAccessException("key sk-canary-123 is not valid");
        }

        return Answer(Says("ALARM") ? Alarm : Pass);

        bool Says(string word) => messages.Any(message => message.Text.Contains(word, StringComparison.Ordinal));
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
