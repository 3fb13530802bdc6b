using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TestPlugins.Scripted;

/// <summary>
/// A provider whose model names say how it behaves: <c>keyword</c> answers by a word in the ticket, the others fail in one way, always
/// (<c>limited</c>), <c>mixed</c> as a word in the ticket says (<c>deadly</c> ends its process at one), at every n-th call (<c>limited-every-10</c>) or from some call on (<c>revoked-after-50</c>). <c>latency-20</c> answers after 20 ms.
/// </summary>
public sealed class ScriptedProvider : IModelProvider
{
    public string Id => "scripted";

    public ProviderCapabilities Capabilities { get; } = new() { TokenUsage = true };

    public IChatClient CreateClient(ModelSettings settings) =>
        Behaviour.Parse(settings.Model) is { } behaviour
            ? new ScriptedClient(behaviour)
            : throw new ProviderSettingsException($"there is no model '{settings.Model}'", "Use scripted/keyword");

    public ProviderFault Classify(Exception exception) => exception switch
    {
        InvalidOperationException => new ProviderFault(ProviderFaultKind.Settings, "there is no such model on the server; name another"),
        UnauthorizedAccessException => new ProviderFault(ProviderFaultKind.Auth, "401 from the server"),
        LimitedException => new ProviderFault(ProviderFaultKind.RateLimited, "429 from the server", LimitedException.RetryAfter),
        _ => new ProviderFault(ProviderFaultKind.Transient, "503 from the server"),
    };
}

internal sealed class LimitedException : Exception
{
    public static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(50);
}

/// <summary>What a model does, and at which calls; at the others it answers like <c>keyword</c>.</summary>
internal sealed record Behaviour(string Name, int After, int Every, TimeSpan Latency)
{
    private static readonly string[] Names = ["keyword", "garbage", "refuses", "truncates", "mixed", "hangs", "down", "limited", "misconfigured", "no-credentials", "revoked", "deadly"];

    public static Behaviour? Parse(string model)
    {
        var parts = model.Split('-');
        return Array.IndexOf(Names, model) >= 0 ? new Behaviour(model, After: 0, Every: 1, TimeSpan.Zero)
            : parts is not [.., var last] || !int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 0 ? null
            : parts is ["latency", _] ? new Behaviour("keyword", After: 0, Every: 1, TimeSpan.FromMilliseconds(number))
            : Array.IndexOf(Names, string.Join('-', parts[..^2])) < 0 ? null
            : parts[^2] switch
            {
                "after" => new Behaviour(string.Join('-', parts[..^2]), After: number, Every: 1, TimeSpan.Zero),
                "every" when number > 0 => new Behaviour(string.Join('-', parts[..^2]), After: 0, Every: number, TimeSpan.Zero),
                _ => null,
            };
    }

    /// <param name="call">The call's number, from 1.</param>
    public string At(int call) => call > After && call % Every == 0 ? Name : "keyword";
}

internal sealed class ScriptedClient(Behaviour behaviour) : IChatClient
{
    private int _calls;

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (behaviour.Latency > TimeSpan.Zero)
        {
            await Task.Delay(behaviour.Latency, cancellationToken);
        }

        bool Says(string word) => messages.Any(message => message.Text.Contains(word, StringComparison.Ordinal));
        switch (behaviour.At(Interlocked.Increment(ref _calls)))
        {
            case "garbage":
            case "mixed" when Says("SLIP") && !Says("Your answer was not accepted"):
            case "mixed" when Says("BROKEN"):
                return Answer("I think this one is fine.");
            case "mixed" when Says("REFUSE"):
            case "refuses":
                return new ChatResponse(new ChatMessage(ChatRole.Assistant, "")) { FinishReason = ChatFinishReason.ContentFilter };
            case "mixed" when Says("CUT"):
            case "truncates":
                return new ChatResponse(new ChatMessage(ChatRole.Assistant, Pass[..40])) { FinishReason = ChatFinishReason.Length };
            case "hangs":
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            case "mixed" when Says("DOWN"):
            case "down":
                throw new HttpRequestException("connection refused, and a secret sk-canary-123");
            case "deadly" when Says("DEADLY"):
                Process.GetCurrentProcess().Kill();
                break;
            case "limited":
                throw new LimitedException();
            case "misconfigured":
                throw new InvalidOperationException("404 for sk-canary-123");
            case "no-credentials" or "revoked":
                throw new UnauthorizedAccessException("key sk-canary-123 is not valid");
        }

        return Answer(Says("ALARM") ? Alarm : Pass);
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
